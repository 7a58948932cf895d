using Spectre.Console;

namespace SyncEngine.Host;

/// <summary>Shows the steps of runs while work goes on, on standard error: bars on a terminal, a few lines elsewhere, nothing beside JSON in a file.</summary>
internal static class ProgressDisplay
{
    internal static async Task<T> RunAsync<T>(CommandContext context, ISyncEngine engine, Func<Task<T>> work)
    {
        var screen = context.ErrorScreen;
        if (screen.Ansi && !context.Options.Verbose)
        {
            return await BarsAsync(screen, engine, work);
        }

        if (context.Json)
        {
            return await work();
        }

        using var lines = engine.Progress.Subscribe(new ProgressLines(screen));
        return await work();
    }

    private static Task<T> BarsAsync<T>(Screen screen, ISyncEngine engine, Func<Task<T>> work) => screen.Console.Progress()
        .AutoClear(true)
        .Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
        .StartAsync(async live =>
        {
            using var bars = engine.Progress.Subscribe(new ProgressBars(live));
            return await work();
        });
}
