namespace SyncEngine.Host;

/// <summary>Finds what was probably meant.</summary>
internal static class Suggestion
{
    /// <summary><c> Did you mean 'X'?</c> with a blank before it, or nothing when nothing comes close.</summary>
    internal static string For(string text, IEnumerable<string> known) => Of(text, known) is { } nearest ? $" Did you mean '{nearest}'?" : "";

    /// <summary>What comes close, or null.</summary>
    internal static string? Of(string text, IEnumerable<string> known)
    {
        var nearest = known
            .Select(candidate => (candidate, Distance: Distance(text.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .OrderBy(c => c.Distance).ThenBy(c => c.candidate, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest.candidate is not null && nearest.Distance <= Math.Max(1, nearest.candidate.Length / 3)
            ? nearest.candidate
            : null;
    }

    /// <summary>How many letters must be added, removed, changed or swapped with their neighbour.</summary>
    internal static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                rows[i, j] = (i, j) switch
                {
                    (_, 0) => i,
                    (0, _) => j,
                    _ => Step(i, j),
                };
            }
        }

        return rows[left.Length, right.Length];

        int Step(int i, int j)
        {
            var changed = rows[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
            var best = Math.Min(changed, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
            return i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] ? Math.Min(best, rows[i - 2, j - 2] + 1) : best;
        }
    }
}
