using System.Runtime.CompilerServices;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Reading;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory;

/// <summary>Goes step by step through everything a read needs, so that the first failure names the cause. Reads only.</summary>
internal sealed class ActiveDirectoryCheck(SystemName system, Func<ActiveDirectoryOptions> options, TimeProvider time) : ISystemCheck
{
    public string Subject => system.Value;

    public async IAsyncEnumerable<CheckResult> CheckAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (configured, trouble) = Configured();
        if (trouble is not null)
        {
            yield return trouble;
            yield break;
        }

        var steps = string.IsNullOrWhiteSpace(configured!.LdifPath)
            ? new LiveCheck(system, configured, time).RunAsync(cancellationToken)
            : new LdifCheck(system, configured, time).RunAsync(cancellationToken);
        await foreach (var result in steps.ConfigureAwait(false))
        {
            yield return result;
        }
    }

    public async Task<IReadOnlyDictionary<string, IReadOnlyList<SourceRecord>>?> FindGroupsAsync(
        IReadOnlyCollection<string> texts, CancellationToken cancellationToken)
    {
        var configured = options();
        if (!string.IsNullOrWhiteSpace(configured.LdifPath))
        {
            return null;
        }

        var session = await LiveSession.OpenAsync(system, configured, time, cancellationToken).ConfigureAwait(false);
        await using var _ = session.ConfigureAwait(false);
        try
        {
            return await GroupFinder.FindAsync(session, texts, cancellationToken).ConfigureAwait(false);
        }
        catch (LdapException e)
        {
            throw StartTrouble.Explain(system, configured, session.Connection.Server, e);
        }
    }

    private (ActiveDirectoryOptions? Options, CheckResult? Trouble) Configured()
    {
        try
        {
            return (options(), null);
        }
        catch (ConfigurationException e)
        {
            return (null, new CheckResult(Subject, "configuration", CheckStatus.Failed, e.Message, e.Remedy));
        }
    }
}
