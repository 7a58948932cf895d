using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary>One decision about who and what takes part: shows what it would do, asks, stores it.</summary>
internal sealed class RuleWork(CommandContext context, EngineSession session, SyncName sync, RuleWords words, bool yes)
{
    /// <exception cref="UsageException">There is nobody to ask.</exception>
    internal static void EnsureAnswerable(CommandContext context, bool yes)
    {
        if (!yes && !context.Around.InIsTerminal)
        {
            throw new UsageException("This asks before it is stored, and there is no terminal to ask at.", "Give --yes to store it without a question.");
        }
    }

    internal async Task<int> RunAsync(IReadOnlyList<RuleChange> changes, string reason, CancellationToken cancellationToken)
    {
        var effect = await EffectAsync(changes, reason, cancellationToken);
        if (!context.Json)
        {
            EffectScreen.Show(context.Screen, sync, effect, words.What);
        }

        if (!yes && !Ask())
        {
            context.ErrorScreen.Line("Nothing was stored.");
            return ExitCodes.Waiting;
        }

        await session.Engine.ChangeRulesAsync(sync, changes, Actor.Person(context.Around.UserName), reason, cancellationToken);
        context.Show(() => EffectJson.Of(sync, changes, effect), screen => screen.Line(
            ($"{words.Done} by {context.Around.UserName}. ", Palette.Good), ($"It counts from the next plan on: {Hints.Of(context).Preview(sync)}", Palette.Dim)));
        return ExitCodes.Done;
    }

    /// <summary>What it would do; null when nothing was read yet, so that nobody can say.</summary>
    private async Task<RuleEffect?> EffectAsync(IReadOnlyList<RuleChange> changes, string reason, CancellationToken cancellationToken)
    {
        try
        {
            return await session.Engine.PreviewRulesAsync(sync, changes, Actor.Person(context.Around.UserName), reason, cancellationToken);
        }
        catch (RuleException error) when (error.Code == "NothingRead")
        {
            return null;
        }
    }

    private bool Ask()
    {
        context.ErrorScreen.Blank();
        context.Around.Error.Write($"{words.Question} [y/N] ");
        context.Around.Error.Flush();
        return context.Around.In.ReadLine()?.Trim() is { } answer
            && (answer.Equals("y", StringComparison.OrdinalIgnoreCase) || answer.Equals("yes", StringComparison.OrdinalIgnoreCase));
    }
}

/// <summary>A decision in words.</summary>
/// <param name="What">What is decided, for a heading.</param>
/// <param name="Question">What is asked.</param>
/// <param name="Done">What is said once it is stored, up to the name of who did it.</param>
internal sealed record RuleWords(string What, string Question, string Done);
