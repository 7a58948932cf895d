using Spectre.Console;

namespace SyncEngine.Host;

/// <summary>Progress on a terminal: one bar for each stage and system.</summary>
internal sealed class ProgressBars(ProgressContext live) : IObserver<ProgressStep>
{
    private ProgressTask? bar;
    private (ProgressStage Stage, string Subject) at = (ProgressStage.Done, "");

    public void OnNext(ProgressStep value)
    {
        var key = (value.Stage, value.Stage == ProgressStage.Apply ? "" : value.Subject);
        if (bar is null || at != key)
        {
            Finish();
            at = key;
            bar = value.Stage == ProgressStage.Done ? null : live.AddTask(Title(value));
        }

        if (bar is null)
        {
            return;
        }

        bar.IsIndeterminate = value.Total is null;
        bar.MaxValue = Math.Max(value.Total ?? Math.Max(value.Done, 1), 1);
        bar.Value = value.Total is null ? 0 : value.Done;
        bar.Description = Title(value);
    }

    public void OnError(Exception error) => Finish();

    public void OnCompleted() => Finish();

    private static string Title(ProgressStep step) => Markup.Escape(Words.Clean(step.Stage switch
    {
        ProgressStage.Read => $"Reading {step.Subject}  {Words.Number(step.Done)}",
        ProgressStage.Confirm => $"Asking {step.Subject} again  {Words.Number(step.Done)}",
        ProgressStage.Plan => "Planning",
        ProgressStage.Apply => $"Applying  {Words.Number(step.Done)}/{Words.Number(step.Total ?? 0)}  {Words.Fit(step.Subject, 24)}",
        _ => "",
    }));

    private void Finish()
    {
        if (bar is not null)
        {
            bar.IsIndeterminate = false;
            bar.Value = bar.MaxValue;
            bar.StopTask();
        }
    }
}
