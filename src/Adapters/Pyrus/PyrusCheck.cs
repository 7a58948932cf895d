using System.Runtime.CompilerServices;
using SyncEngine.Adapters.Pyrus.Api;
using SyncEngine.Adapters.Pyrus.Mapping;

namespace SyncEngine.Adapters.Pyrus;

/// <summary>What <c>doctor</c> says about one Pyrus: each check explains the following ones. Reads only.</summary>
internal sealed class PyrusCheck(Func<PyrusConnection> connect, string subject) : ISystemCheck
{
    /// <summary>A difference of clocks worth a word: tokens and windows are counted by both sides.</summary>
    private static readonly TimeSpan ClockSkewMax = TimeSpan.FromMinutes(5);

    public string Subject => subject;

    public async IAsyncEnumerable<CheckResult> CheckAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (connection, configuration) = Configured();
        yield return configuration;
        if (connection is null)
        {
            yield break;
        }

        var (answer, signIn) = await SignInAsync(connection, cancellationToken).ConfigureAwait(false);
        foreach (var result in signIn)
        {
            yield return result;
        }

        if (answer is not { } known)
        {
            yield break;
        }

        yield return await RightsAsync(connection, known.Profile, cancellationToken).ConfigureAwait(false);
        yield return await OrgChartAsync(connection, cancellationToken).ConfigureAwait(false);
        if (known.Reply.Rate is { } rate)
        {
            yield return Rate(rate);
        }

        if (known.Reply.Date is { } date)
        {
            yield return Clock(connection.Time.GetUtcNow() - date);
        }
    }

    private (PyrusConnection?, CheckResult) Configured()
    {
        try
        {
            var connection = connect();
            var url = new Uri(connection.Options.BaseUrl);
            return (connection, url.Scheme == Uri.UriSchemeHttps
                ? Ok("address", $"{url} over https")
                : Ok("address", $"{url} without https, on this machine only"));
        }
        catch (ConfigurationException e)
        {
            return (null, new CheckResult(subject, "configuration", CheckStatus.Failed, e.Message, e.Remedy));
        }
    }

    private async Task<((Profile Profile, PyrusReply Reply)?, CheckResult[])> SignInAsync(PyrusConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await connection.ReadSelfAsync(cancellationToken).ConfigureAwait(false);
            var organization = answer.Profile.OrganizationName is { } name ? $"'{name}' ({answer.Profile.OrganizationId})" : answer.Profile.OrganizationId;
            return (answer, [Ok("reachable", answer.Reply.Server), Ok("credentials", $"signed in as '{connection.Options.Login}'"), Ok("identity", $"organisation {organization}")]);
        }
        catch (PyrusApiException e)
        {
            return (null, e.Failure == PyrusFailure.SignInRefused
                ? [Ok("reachable", connection.Options.BaseUrl), Failed("credentials", connection, e)]
                : [Failed(e.Failure == PyrusFailure.Untrusted ? "certificate" : "reachable", connection, e)]);
        }
    }

    private async Task<CheckResult> RightsAsync(PyrusConnection connection, Profile self, CancellationToken cancellationToken)
    {
        try
        {
            var person = await connection.Client.GetMemberAsync(self.PersonId, cancellationToken).ConfigureAwait(false);
            if (PyrusRights.Missing(person.Rights ?? 0) is not { } missing)
            {
                return Ok("rights", "may manage people and roles");
            }

            var error = PyrusErrors.MissingRights(connection.Name, connection.Options, missing);
            return new CheckResult(subject, "rights", CheckStatus.Failed, error.Message, error.Remedy);
        }
        catch (PyrusApiException e)
        {
            return Failed("rights", connection, e);
        }
    }

    private async Task<CheckResult> OrgChartAsync(PyrusConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            var list = await connection.Client.GetDepartmentsAsync(cancellationToken).ConfigureAwait(false);
            return Ok("org chart", $"{list.Items.Count} departments");
        }
        catch (PyrusApiException e)
        {
            return new CheckResult(
                subject, "org chart", CheckStatus.Warning, $"not available: {e.Message}",
                "Departments cannot be created by the engine; create them by hand in Pyrus before people are put into them.");
        }
    }

    private CheckResult Rate(PyrusRate rate) => rate.Remaining * 10 >= rate.Limit
        ? Ok("rate limit", $"{rate.Remaining} of {rate.Limit} requests left in this window")
        : new CheckResult(
            subject, "rate limit", CheckStatus.Warning, $"{rate.Remaining} of {rate.Limit} requests left, {rate.Reset.TotalSeconds:0} s to the next window",
            "Another program uses this login much; give the engine a login of its own.");

    private CheckResult Clock(TimeSpan skew) => skew.Duration() <= ClockSkewMax
        ? Ok("clock", $"{skew.Duration().TotalSeconds:0} s apart")
        : new CheckResult(
            subject, "clock", CheckStatus.Warning, $"this machine is {skew.Duration():g} {(skew > TimeSpan.Zero ? "ahead of" : "behind")} the server",
            "Set this machine's clock (NTP).");

    private CheckResult Ok(string check, string detail) => new(subject, check, CheckStatus.Ok, detail);

    private CheckResult Failed(string check, PyrusConnection connection, PyrusApiException e)
    {
        var error = connection.Error(e);
        return new CheckResult(subject, check, CheckStatus.Failed, error.Message, error.Remedy);
    }
}
