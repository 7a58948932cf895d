namespace SyncEngine.Host;

/// <summary>An error, for scripts.</summary>
internal sealed record ErrorJson(int Schema, ErrorJson.Body Error)
{
    internal static ErrorJson Of(Failure failure) => new(JsonOutput.Schema, new Body(failure.Code, failure.Message, failure.Remedy));

    internal sealed record Body(string Code, string Message, string Remedy);
}
