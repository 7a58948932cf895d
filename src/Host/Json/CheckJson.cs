namespace SyncEngine.Host;

/// <summary>What <c>doctor</c> found.</summary>
internal sealed record CheckJson(int Schema, bool Ok, IReadOnlyList<CheckResult> Checks)
{
    internal static CheckJson Of(IReadOnlyList<CheckResult> checks) =>
        new(JsonOutput.Schema, checks.All(c => c.Status != CheckStatus.Failed), checks);
}
