using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;

namespace SyncEngine.Adapters.GSuite.Api;

/// <summary>
/// The calls of the Directory API that the adapter makes, all of them reads. Every failure is a <see cref="GoogleApiException"/>. One for each reading
/// or round of questions: it counts its requests.
/// </summary>
internal sealed class DirectoryClient(GoogleTransport transport, GoogleSignIn signIn, GSuiteOptions options, ILogger logger)
{
    private const string ApiPath = "admin/directory/v1/";
    private readonly Uri root = RootOf(options.BaseUrl);
    private int requests;

    /// <summary>The API's host, for people.</summary>
    internal string Server => root.Authority;

    /// <summary>Requests that were begun so far, signing in not among them.</summary>
    internal int Requests => Volatile.Read(ref requests);

    internal Task<Page<GoogleUser>> UsersAsync(DirectoryScope scope, string? pageToken, string what, CancellationToken cancellationToken) => PageAsync(
        Path("users", (scope.Parameter, scope.Value), ("maxResults", Text(options.UserPageSize)), ("pageToken", pageToken), ("fields", DirectoryFields.Users)),
        GoogleJson.Default.UsersAnswer, answer => answer.Users, what, cancellationToken);

    /// <summary>Users deleted in the last 20 days, of the whole customer.</summary>
    internal Task<Page<GoogleUser>> DeletedUsersAsync(string? pageToken, string what, CancellationToken cancellationToken) => PageAsync(
        Path(
            "users", ("customer", options.Customer), ("showDeleted", "true"), ("maxResults", Text(options.UserPageSize)), ("pageToken", pageToken),
            ("fields", DirectoryFields.DeletedUsers)),
        GoogleJson.Default.UsersAnswer, answer => answer.Users, what, cancellationToken);

    /// <summary>One user by id or address.</summary>
    internal Task<GoogleUser> UserAsync(string key, string fields, string what, CancellationToken cancellationToken) =>
        GetAsync(Path($"users/{Uri.EscapeDataString(key)}", ("fields", fields)), GoogleJson.Default.GoogleUser, what, cancellationToken);

    internal Task<Page<GoogleGroup>> GroupsAsync(DirectoryScope scope, string? pageToken, string what, CancellationToken cancellationToken) => PageAsync(
        Path("groups", (scope.Parameter, scope.Value), ("maxResults", Text(options.GroupPageSize)), ("pageToken", pageToken), ("fields", DirectoryFields.Groups)),
        GoogleJson.Default.GroupsAnswer, answer => answer.Groups, what, cancellationToken);

    internal Task<GoogleGroup> GroupAsync(string id, string what, CancellationToken cancellationToken) =>
        GetAsync(Path($"groups/{Uri.EscapeDataString(id)}", ("fields", DirectoryFields.Group)), GoogleJson.Default.GoogleGroup, what, cancellationToken);

    /// <summary>Direct members.</summary>
    internal Task<Page<GoogleMember>> MembersAsync(string groupId, string? pageToken, string what, CancellationToken cancellationToken) => PageAsync(
        Path(
            $"groups/{Uri.EscapeDataString(groupId)}/members", ("maxResults", Text(options.MemberPageSize)), ("pageToken", pageToken), ("fields", DirectoryFields.Members)),
        GoogleJson.Default.MembersAnswer, answer => answer.Members, what, cancellationToken);

    /// <summary>All organizational units but the root, in one answer.</summary>
    internal async Task<IReadOnlyList<GoogleUnit?>> UnitsAsync(string what, CancellationToken cancellationToken)
    {
        var answer = await GetAsync(Path(UnitsPath, ("type", "all"), ("fields", DirectoryFields.Units)), GoogleJson.Default.UnitsAnswer, what, cancellationToken)
            .ConfigureAwait(false);
        return answer.OrganizationUnits ?? [];
    }

    /// <summary>One organizational unit by its id (<c>id:…</c>).</summary>
    internal Task<GoogleUnit> UnitAsync(string id, string what, CancellationToken cancellationToken) =>
        GetAsync(Path($"{UnitsPath}/{Uri.EscapeDataString(id)}", ("fields", DirectoryFields.Unit)), GoogleJson.Default.GoogleUnit, what, cancellationToken);

    private string UnitsPath => $"customer/{Uri.EscapeDataString(options.Customer)}/orgunits";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Path(string path, params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var text = new System.Text.StringBuilder(path);
        var mark = '?';
        foreach (var (name, value) in parameters)
        {
            if (value is not null)
            {
                text.Append(mark).Append(name).Append('=').Append(Uri.EscapeDataString(value));
                mark = '&';
            }
        }

        return text.Append(mark).Append("prettyPrint=false").ToString();
    }

    private static Uri RootOf(string? baseUrl)
    {
        var given = new Uri(string.IsNullOrWhiteSpace(baseUrl) ? GSuiteOptions.BaseUrlDefault : baseUrl.Trim());
        var text = given.AbsoluteUri.TrimEnd('/') + "/";
        return new Uri(text.EndsWith("/" + ApiPath, StringComparison.Ordinal) ? text : text + ApiPath);
    }

    private async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, string what, CancellationToken cancellationToken)
        where T : class
    {
        var body = await SendAsync(path, what, cancellationToken).ConfigureAwait(false);
        return Read(body, type, what);
    }

    /// <summary>A page of a list: its token is looked for at once, its items are read when they are wanted.</summary>
    private async Task<Page<TItem>> PageAsync<T, TItem>(
        string path, JsonTypeInfo<T> type, Func<T, IReadOnlyList<TItem?>?> items, string what, CancellationToken cancellationToken)
        where T : class
        where TItem : class
    {
        var body = await SendAsync(path, what, cancellationToken).ConfigureAwait(false);
        try
        {
            return new Page<TItem>(PageToken.Of(body), () => items(Read(body, type, what)) ?? []);
        }
        catch (JsonException e)
        {
            throw Shapeless(what, e);
        }
    }

    private T Read<T>(byte[] body, JsonTypeInfo<T> type, string what)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body, type) ?? throw Shapeless(what, null);
        }
        catch (JsonException e)
        {
            throw Shapeless(what, e);
        }
    }

    private GoogleApiException Shapeless(string what, Exception? cause) =>
        new(GoogleFailure.AnswerLost, $"{root.Host}: {what}: the answer is not what this API gives", cause);

    /// <summary>A 401 was not looked at: the request is sent again, once, with a fresh token.</summary>
    private async Task<byte[]> SendAsync(string path, string what, CancellationToken cancellationToken)
    {
        var token = await signIn.TokenAsync(refused: null, cancellationToken).ConfigureAwait(false);
        try
        {
            return await SendAsync(path, token, what, cancellationToken).ConfigureAwait(false);
        }
        catch (GoogleApiException e) when (e.Status == 401)
        {
            Log.TokenRefused(logger, e.Reason);
        }

        var fresh = await signIn.TokenAsync(token, cancellationToken).ConfigureAwait(false);
        try
        {
            return await SendAsync(path, fresh, what, cancellationToken).ConfigureAwait(false);
        }
        catch (GoogleApiException e) when (e.Status == 401)
        {
            throw new GoogleApiException(GoogleFailure.SignInRefused, $"a fresh token is refused too: {e.Message}", e)
            { Status = 401, Reason = e.Reason, Said = e.Said, ServerTime = e.ServerTime };
        }
    }

    private async Task<byte[]> SendAsync(string path, GoogleToken token, string what, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref requests);
        var reply = await transport.SendAsync(
            () => new HttpRequestMessage(HttpMethod.Get, new Uri(root, path)) { Headers = { Authorization = new("Bearer", token.Value) } },
            what,
            cancellationToken).ConfigureAwait(false);
        return reply.Body;
    }
}
