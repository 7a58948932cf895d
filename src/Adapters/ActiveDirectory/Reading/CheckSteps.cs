using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>Runs one step of a check and turns its trouble into a line with cause and remedy.</summary>
internal sealed class CheckSteps(SystemName system, ActiveDirectoryOptions options)
{
    /// <summary>Whether a step failed, so that going on makes no sense.</summary>
    internal bool Failed { get; private set; }

    internal async Task<CheckResult> RunAsync(string check, Func<Task<CheckResult>> step)
    {
        CheckResult result;
        try
        {
            result = await step().ConfigureAwait(false);
        }
        catch (LdapException e)
        {
            var explained = StartTrouble.Explain(system, options, LiveSession.Endpoint(options), e);
            result = Failure(check, explained);
        }
        catch (ConnectedSystemException e)
        {
            result = Failure(check, e);
        }

        Failed |= result.Status == CheckStatus.Failed;
        return result;
    }

    internal CheckResult Ok(string check, string detail) => new(system.Value, check, CheckStatus.Ok, detail);

    internal CheckResult Warning(string check, string detail, string remedy) => new(system.Value, check, CheckStatus.Warning, detail, remedy);

    internal CheckResult Failure(string check, string detail, string remedy) => new(system.Value, check, CheckStatus.Failed, detail, remedy);

    private CheckResult Failure(string check, ConnectedSystemException e) => Failure(check, $"{e.Message} [{e.Code}]", e.Remedy);
}
