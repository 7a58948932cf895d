using System.Globalization;

namespace SyncEngine.Host;

/// <summary>How counts, times and foreign text are written for people.</summary>
internal static class Words
{
    /// <summary>
    /// Text of a connected system must not move the cursor, colour the screen or turn the direction of what stands beside it: such characters become a
    /// visible stand-in.
    /// </summary>
    internal static string Clean(string text) => text.Any(Moves) ? string.Concat(text.Select(c => Moves(c) ? '\uFFFD' : c)) : text;

    private static bool Moves(char c) => (char.IsControl(c) && c != '\n') || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    internal static string Count(int count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");

    internal static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    internal static string Minute(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    internal static string Second(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>How long ago, in the largest unit that is at least 1.</summary>
    internal static string Ago(TimeSpan age) => age switch
    {
        { TotalMinutes: < 1 } => "just now",
        { TotalHours: < 1 } => Count((int)age.TotalMinutes, "minute ago", "minutes ago"),
        { TotalDays: < 1 } => Count((int)age.TotalHours, "hour ago", "hours ago"),
        _ => Count((int)age.TotalDays, "day ago", "days ago"),
    };

    /// <summary>The end of a text that fits, with a sign that something is missing.</summary>
    internal static string Fit(string text, int length) => text.Length <= length ? text : string.Concat(text.AsSpan(0, length - 1), "…");
}
