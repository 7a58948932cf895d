using System.Collections.Immutable;
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

        var servers = ServerList.Of(configured!);
        var steps = !string.IsNullOrWhiteSpace(configured!.LdifPath) ? new LdifCheck(system, configured, time).RunAsync(cancellationToken)
            : servers.Length < 2 ? new LiveCheck(system, configured, time).RunAsync(cancellationToken)
            : ServersAsync(servers, configured, cancellationToken);
        await foreach (var result in steps.ConfigureAwait(false))
        {
            yield return result;
        }
    }

    /// <summary>
    /// Each server by itself: one that is passed over today is the only one left tomorrow. What makes a reading pass one over is a warning as long as
    /// another one is well.
    /// </summary>
    private async IAsyncEnumerable<CheckResult> ServersAsync(
        ImmutableArray<string> servers, ActiveDirectoryOptions configured, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var all = new List<CheckResult>();
        var usable = false;
        foreach (var server in servers)
        {
            var results = await new LiveCheck(system, configured.For(server), time).RunAsync(cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
            usable |= results.TrueForAll(result => result.Status != CheckStatus.Failed);
            all.AddRange(results.Select(result => result with { Detail = $"{LdapEndpoint.TryParse(server, configured.SignIn)}: {result.Detail}" }));
        }

        foreach (var result in all)
        {
            yield return usable && result.Status == CheckStatus.Failed && LiveCheck.IsBeforeSignIn(result.Check)
                ? result with { Status = CheckStatus.Warning, Detail = $"{result.Detail} Another server is used meanwhile." }
                : result;
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

        var session = await ServerList.OpenAsync(system, configured, first: null, time, cancellationToken).ConfigureAwait(false);
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
