using System.CommandLine;
using System.Globalization;

namespace SyncEngine.Host;

/// <summary><c>watch [SYNC…] [--every 2h]</c>: the hosted service in the console, until Ctrl-C.</summary>
internal static class WatchCommand
{
    private static readonly TimeSpan EveryMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan EveryMax = TimeSpan.FromDays(7);

    internal static Command Build(CommandRunner runner, HelpWithExamples help)
    {
        var names = new Argument<string[]>("SYNC") { Description = "Names of syncs. Default: all of them.", Arity = ArgumentArity.ZeroOrMore };
        var every = new Option<string?>("--every") { Description = "How often a plan is prepared, such as 2h, 30m or 1d. Default: Prepare of each sync.", HelpName = "TIME" };
        var command = new Command(
            "watch", "Prepares plans on schedule until Ctrl-C, and shows what waits. Enter is Update now. Writes to the target only what AutoApply names.")
        {
            names, every,
        };
        help.Add(command, "watch", "watch staff --every 30m");
        runner.Attach(command, async (context, parsed, cancellationToken) =>
        {
            var interval = parsed.GetValue(every) is { } text ? IntervalOf(text) : (TimeSpan?)null;
            await using var session = await context.OpenEngineAsync(cancellationToken);
            var syncs = (parsed.GetValue(names) ?? []).Select(session.Sync).Distinct().ToList();
            return await new WatchWork(context, session, syncs.Count == 0 ? session.Engine.Syncs : syncs, interval).RunAsync(cancellationToken);
        });
        return command;
    }

    internal static TimeSpan IntervalOf(string text)
    {
        var unit = text.Length > 0 ? char.ToLowerInvariant(text[^1]) : ' ';
        TimeSpan? interval = double.TryParse(text.AsSpan(0, Math.Max(text.Length - 1, 0)), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number * 24 * 3600 < int.MaxValue
            ? unit switch
            {
                's' => TimeSpan.FromSeconds(number),
                'm' => TimeSpan.FromMinutes(number),
                'h' => TimeSpan.FromHours(number),
                'd' => TimeSpan.FromDays(number),
                _ => null,
            }
            : null;
        interval ??= text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span : null;
        return interval is { } found && found >= EveryMin && found <= EveryMax
            ? found
            : throw new UsageException($"--every is '{text}'.", "Give a time from 1s to 7d, such as 2h, 30m or 02:00:00.");
    }
}
