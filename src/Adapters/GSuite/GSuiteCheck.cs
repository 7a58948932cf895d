using System.Runtime.CompilerServices;
using SyncEngine.Adapters.GSuite.Api;
using SyncEngine.Adapters.GSuite.Mapping;
using SyncEngine.Adapters.GSuite.Reading;
using SyncEngine.Capture;

namespace SyncEngine.Adapters.GSuite;

/// <summary>What <c>doctor</c> says about one G Suite customer: each check explains the following ones. Reads only.</summary>
internal sealed class GSuiteCheck(Func<GSuiteConnection> connect, string subject) : ISystemCheck
{
    public string Subject => subject;

    public async IAsyncEnumerable<CheckResult> CheckAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (connection, configuration) = Configured();
        yield return configuration;
        if (connection is null)
        {
            yield break;
        }

        var failed = false;
        await foreach (var result in new SignInCheck(connection, subject).RunAsync(cancellationToken).ConfigureAwait(false))
        {
            failed |= result.Status == CheckStatus.Failed;
            yield return result;
        }

        if (!failed)
        {
            await foreach (var result in new RightsCheck(connection, subject).RunAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return result;
            }
        }
    }

    /// <summary>All groups are listed once: Google's search by name finds beginnings of words, and not what was made a moment ago.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<SourceRecord>>?> FindGroupsAsync(
        IReadOnlyCollection<string> texts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var connection = connect();
        try
        {
            return await GroupFinder.FindAsync(connection, texts, cancellationToken).ConfigureAwait(false);
        }
        catch (GoogleApiException e)
        {
            throw connection.Error(e);
        }
    }

    private (GSuiteConnection?, CheckResult) Configured()
    {
        try
        {
            var connection = connect();
            var domains = connection.Options.Domains.Count == 0 ? "all domains" : string.Join(", ", connection.Options.Domains);
            return (connection, new CheckResult(subject, "configuration", CheckStatus.Ok, $"{connection.Options.Customer}, {domains}, at {connection.NewClient().Server}"));
        }
        catch (ConfigurationException e)
        {
            return (null, new CheckResult(subject, "configuration", CheckStatus.Failed, e.Message, e.Remedy));
        }
    }
}
