namespace SyncEngine.Host;

/// <summary>What <c>doctor</c> found, one line a check, with the remedy under what is not well.</summary>
internal static class CheckScreen
{
    // Lines come one by one, so the widths are those of usual names.
    private const int SubjectWidth = 15;
    private const int CheckWidth = 14;

    internal static void Show(Screen screen, CheckResult check)
    {
        var mark = check.Status switch
        {
            CheckStatus.Ok => "ok  ",
            CheckStatus.Warning => "warn",
            _ => "FAIL",
        };
        screen.Line(
            ($"  {mark}  ", Palette.Of(check.Status)), (Column(check.Subject, SubjectWidth), Palette.Strong), (Column(check.Check, CheckWidth), Palette.Plain), (check.Detail, Palette.Dim));
        if (check is { Status: not CheckStatus.Ok, Remedy: { } remedy })
        {
            screen.Line(("        Remedy: ", Palette.Good), (remedy, Palette.Plain));
        }
    }

    private static string Column(string text, int width) => text.Length < width ? text.PadRight(width) : $"{text} ";

    internal static void Summary(Screen screen, IReadOnlyCollection<CheckResult> checks)
    {
        var failed = checks.Count(c => c.Status == CheckStatus.Failed);
        var warnings = checks.Count(c => c.Status == CheckStatus.Warning);
        screen.Blank();
        screen.Line(failed == 0
            ? ($"All is well: {Words.Count(checks.Count, "check", "checks")}, {Words.Count(warnings, "warning", "warnings")}.", Palette.Good)
            : ($"{Words.Number(failed)} of {Words.Count(checks.Count, "check", "checks")} failed.", Palette.Bad));
    }
}
