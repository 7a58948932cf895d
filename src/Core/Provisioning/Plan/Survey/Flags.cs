namespace SyncEngine.Provisioning;

/// <summary>A set of numbers from 0 up, one bit each.</summary>
internal sealed class Flags
{
    private ulong[] words = new ulong[4];

    internal bool this[int number] => number >> 6 < words.Length && (words[number >> 6] & (1UL << number)) != 0;

    internal void Set(int number)
    {
        if (number >> 6 >= words.Length)
        {
            Array.Resize(ref words, Math.Max(words.Length * 2, (number >> 6) + 1));
        }

        words[number >> 6] |= 1UL << number;
    }
}
