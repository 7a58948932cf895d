namespace SyncEngine.Model;

/// <summary>Tells whether a name may have been meant by another one. Pure.</summary>
internal static class NearNames
{
    /// <summary>Whether one contains the other, ignoring case, or few letters differ: at most one of three.</summary>
    internal static bool IsNear(string said, string name)
    {
        var (left, right) = (said.ToUpperInvariant(), name.ToUpperInvariant());
        return right.Contains(left, StringComparison.Ordinal) || left.Contains(right, StringComparison.Ordinal) || Distance(left, right) <= Math.Max(1, right.Length / 3);
    }

    /// <summary>How many letters must be added, removed or changed.</summary>
    private static int Distance(string left, string right)
    {
        var before = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var row = new int[right.Length + 1];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                row[j] = Math.Min(before[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1), Math.Min(before[j], row[j - 1]) + 1);
            }

            before = row;
        }

        return before[^1];
    }
}
