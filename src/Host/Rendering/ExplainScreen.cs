using SyncEngine.Audit;

namespace SyncEngine.Host;

/// <summary>An explanation as a list of steps; the one that decided is marked.</summary>
internal static class ExplainScreen
{
    internal static void Show(Screen screen, Explanation explanation)
    {
        screen.Line(
            (explanation.Name, Palette.Strong), ($"  {explanation.Person.System} {explanation.Person.Anchor}", Palette.Dim),
            ($"  plan {Ids.Short(explanation.Plan.Id)} of {Words.Minute(explanation.Plan.PreparedAt)}", Palette.Dim));
        screen.Blank();
        foreach (var step in explanation.Steps)
        {
            screen.Line(
                ($"{(step.Decisive ? ">" : " ")} {step.Stage,-12} ", step.Decisive ? Palette.Warning : Palette.Dim),
                (step.Text, step.Decisive ? Palette.Strong : Palette.Plain));
            foreach (var detail in step.Details)
            {
                screen.Line(($"                 {detail}", Palette.Dim));
            }

            if (step.DecidedBy is { } by)
            {
                screen.Line(($"                 by {by}", Palette.Dim));
            }
        }

        screen.Blank();
        screen.Line((explanation.Result, explanation.Row is { } row ? Palette.Of(row.Status) : Palette.Good));
        if (explanation.Otherwise is { } otherwise)
        {
            screen.Line((otherwise, Palette.Accent));
        }

        foreach (var related in explanation.Related)
        {
            screen.Blank();
            screen.Line(($"{related.Row.Kind}: {related.Row.Status} ({related.Row.Reason}): {related.Row.Text}", Palette.Of(related.Row.Status)));
            if (related.Otherwise is { } instead)
            {
                screen.Line((instead, Palette.Accent));
            }
        }
    }
}
