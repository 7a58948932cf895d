namespace SyncEngine.Host;

/// <summary>Writes one error: as JSON on standard output, or for people on standard error.</summary>
internal static class ErrorOutput
{
    internal static int Write(CommandContext context, Exception error, bool cancelled)
    {
        var failure = Failure.Of(error, cancelled);
        Write(context, failure);
        if (context.Options.Verbose)
        {
            context.Around.Error.WriteLine(error.ToString());
        }

        return failure.ExitCode;
    }

    internal static void Write(CommandContext context, Failure failure)
    {
        if (context.Json)
        {
            JsonOutput.Write(context.Around.Out, ErrorJson.Of(failure));
            return;
        }

        context.ErrorScreen.Line(("Error  ", Palette.Bad), (failure.Message, Palette.Plain));
        context.ErrorScreen.Line(("Remedy ", Palette.Good), (failure.Remedy, Palette.Plain));
    }
}
