using System.Globalization;

namespace SyncEngine.Adapters.GSuite.Reading;

/// <summary>
/// Keeps ids small while a reading of very many lasts: Google's are numbers of 21 digits, 16 bytes instead of 64. An id of another shape is kept as it is.
/// </summary>
internal sealed class IdTable
{
    private const int DigitsMax = 37;
    private static readonly UInt128 Text = UInt128.One << 127;
    private readonly List<string> texts = [];
    private readonly Dictionary<string, UInt128> byText = new(StringComparer.Ordinal);

    internal UInt128 Pack(string id)
    {
        if (id.Length is > 0 and <= DigitsMax && id[0] != '0' && UInt128.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        if (!byText.TryGetValue(id, out var packed))
        {
            packed = Text | (UInt128)(uint)texts.Count;
            byText.Add(id, packed);
            texts.Add(id);
        }

        return packed;
    }

    internal string Unpack(UInt128 packed) => (packed & Text) != 0 ? texts[(int)(uint)(packed & uint.MaxValue)] : packed.ToString(CultureInfo.InvariantCulture);
}
