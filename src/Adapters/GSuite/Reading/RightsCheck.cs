using System.Runtime.CompilerServices;
using SyncEngine.Adapters.GSuite.Api;

namespace SyncEngine.Adapters.GSuite.Reading;

/// <summary>The second half of a check: whether the API is enabled and the administrator may list what a reading lists, one item of each.</summary>
internal sealed class RightsCheck(GSuiteConnection connection, string subject)
{
    private readonly DirectoryClient client = connection.NewProbe();
    private Page<GoogleUser>? first;
    private GoogleGroup? group;
    private bool apiFailed;

    internal async IAsyncEnumerable<CheckResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var scope in DirectoryScope.Of(connection.Options))
        {
            yield return await TryAsync("users", () => UsersAsync(scope, cancellationToken)).ConfigureAwait(false);
            if (apiFailed)
            {
                yield break;
            }
        }

        if (first is not null)
        {
            yield return await TryAsync("customer", () => CustomerAsync(cancellationToken)).ConfigureAwait(false);
        }

        yield return await TryAsync("deleted users", () => DeletedAsync(cancellationToken)).ConfigureAwait(false);
        yield return await TryAsync("units", () => UnitsAsync(cancellationToken)).ConfigureAwait(false);
        yield return await TryAsync("groups", () => GroupsAsync(cancellationToken)).ConfigureAwait(false);
        if (group is not null)
        {
            yield return await TryAsync("members", () => MembersAsync(cancellationToken)).ConfigureAwait(false);
        }
    }

    private async Task<string> UsersAsync(DirectoryScope scope, CancellationToken cancellationToken)
    {
        var page = await client.UsersAsync(scope, null, "users", cancellationToken).ConfigureAwait(false);
        first ??= page;
        return $"may list users of {(scope.Parameter == "domain" ? scope.Value : "all domains")}";
    }

    private async Task<string> CustomerAsync(CancellationToken cancellationToken) =>
        $"customer {await CustomerIdentity.OfAsync(client, connection.Options, first!, cancellationToken).ConfigureAwait(false)}";

    private async Task<string> DeletedAsync(CancellationToken cancellationToken)
    {
        await client.DeletedUsersAsync(null, "deleted users", cancellationToken).ConfigureAwait(false);
        return "may list users deleted in the last 20 days";
    }

    private async Task<string> UnitsAsync(CancellationToken cancellationToken)
    {
        var units = await client.UnitsAsync("organizational units", cancellationToken).ConfigureAwait(false);
        return FormattableString.Invariant($"{units.Count} organizational units");
    }

    private async Task<string> GroupsAsync(CancellationToken cancellationToken)
    {
        foreach (var scope in DirectoryScope.Of(connection.Options))
        {
            group ??= (await client.GroupsAsync(scope, null, "groups", cancellationToken).ConfigureAwait(false)).Items.FirstOrDefault(g => g?.Id is not null);
        }

        return group is null ? "may list groups; there is none" : "may list groups";
    }

    private async Task<string> MembersAsync(CancellationToken cancellationToken)
    {
        await client.MembersAsync(group!.Id!, null, "members", cancellationToken).ConfigureAwait(false);
        return "may list members of groups";
    }

    private async Task<CheckResult> TryAsync(string check, Func<Task<string>> step)
    {
        try
        {
            return new CheckResult(subject, check, CheckStatus.Ok, await step().ConfigureAwait(false));
        }
        catch (GoogleApiException e)
        {
            var error = connection.Error(e);
            apiFailed |= error.Code == "ApiNotEnabled";
            return new CheckResult(subject, apiFailed ? "api" : check, CheckStatus.Failed, $"{error.Message} [{error.Code}]", error.Remedy);
        }
    }
}
