namespace SyncEngine.Host;

/// <summary>Progress where nothing can be redrawn: a line when a stage begins, and one for each tenth of the writing.</summary>
internal sealed class ProgressLines(Screen screen) : IObserver<ProgressStep>
{
    private const int Tenths = 10;
    private (ProgressStage Stage, string Subject) last = (ProgressStage.Done, "");
    private int tenth;

    public void OnNext(ProgressStep value)
    {
        var text = value.Stage switch
        {
            ProgressStage.Read when Begins(value) => $"Reading {value.Subject} …",
            ProgressStage.Confirm when Begins(value) => $"Asking {value.Subject} for entries it did not show …",
            ProgressStage.Plan when Begins(value) => "Planning …",
            ProgressStage.Apply when NextTenth(value) => $"Applying: {Words.Number(value.Done)} of {Words.Count(value.Total ?? 0, "row", "rows")}",
            _ => null,
        };
        if (text is not null)
        {
            screen.Line((text, Palette.Dim));
        }
    }

    public void OnError(Exception error)
    {
    }

    public void OnCompleted()
    {
    }

    private bool Begins(ProgressStep step)
    {
        var begins = last != (step.Stage, step.Subject);
        last = (step.Stage, step.Subject);
        return begins;
    }

    private bool NextTenth(ProgressStep step)
    {
        var now = step.Total is > 0 and var total ? (int)((long)step.Done * Tenths / total) : 0;
        var next = now > tenth;
        tenth = now;
        return next;
    }
}
