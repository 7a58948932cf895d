using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;

namespace SyncEngine.Adapters.GSuite.Api;

/// <summary>
/// The calls of the Directory API that the adapter makes: reads, and those that open and stop channels. Every failure is a <see cref="GoogleApiException"/>. One for each reading
/// or round of questions: it counts its requests.
/// </summary>
internal sealed class DirectoryClient(GoogleTransport transport, GoogleSignIn signIn, GSuiteOptions options, ILogger logger)
{
    private const string ApiPath = "admin/directory/v1/";

    /// <summary>The one path with an underscore, beside the others' root.</summary>
    private const string StopPath = "../../directory_v1/channels/stop";
    private readonly Uri root = RootOf(options.BaseUrl);

    /// <summary>Users come page after page: never two at once.</summary>
    private readonly UserJson users = new(new TextPool());
    private int requests;

    /// <summary>The API's host, for people.</summary>
    internal string Server => root.Authority;

    /// <summary>Requests that were begun so far, signing in not among them.</summary>
    internal int Requests => Volatile.Read(ref requests);

    internal Task<Page<GoogleUser>> UsersAsync(DirectoryScope scope, string? pageToken, string what, CancellationToken cancellationToken) => PageAsync(
        Path("users", (scope.Parameter, scope.Value), ("maxResults", Text(options.UserPageSize)), ("pageToken", pageToken), ("fields", DirectoryFields.Users)),
        body => PageJson.Items(body, "users"u8, users.Read), what, cancellationToken);

    /// <summary>Users deleted in the last 20 days, of the whole customer.</summary>
    internal Task<Page<GoogleUser>> DeletedUsersAsync(string? pageToken, string what, CancellationToken cancellationToken) => PageAsync(
        Path(
            "users", ("customer", options.Customer), ("showDeleted", "true"), ("maxResults", Text(options.UserPageSize)), ("pageToken", pageToken),
            ("fields", DirectoryFields.DeletedUsers)),
        body => PageJson.Items(body, "users"u8, users.Read), what, cancellationToken);

    /// <summary>One user by id or address.</summary>
    internal Task<GoogleUser> UserAsync(string key, string fields, string what, CancellationToken cancellationToken) =>
        GetAsync(Path($"users/{Uri.EscapeDataString(key)}", ("fields", fields)), GoogleJson.Default.GoogleUser, what, cancellationToken);

    internal Task<Page<GoogleGroup>> GroupsAsync(DirectoryScope scope, string? pageToken, string what, CancellationToken cancellationToken) => PageAsync(
        Path("groups", (scope.Parameter, scope.Value), ("maxResults", Text(options.GroupPageSize)), ("pageToken", pageToken), ("fields", DirectoryFields.Groups)),
        body => PageJson.Items(body, "groups"u8, Group), what, cancellationToken);

    internal Task<GoogleGroup> GroupAsync(string id, string what, CancellationToken cancellationToken) =>
        GetAsync(Path($"groups/{Uri.EscapeDataString(id)}", ("fields", DirectoryFields.Group)), GoogleJson.Default.GoogleGroup, what, cancellationToken);

    /// <summary>Direct members.</summary>
    internal Task<Page<GoogleMember>> MembersAsync(string groupId, string? pageToken, string what, CancellationToken cancellationToken) => PageAsync(
        Path(
            $"groups/{Uri.EscapeDataString(groupId)}/members", ("maxResults", Text(options.MemberPageSize)), ("pageToken", pageToken), ("fields", DirectoryFields.Members)),
        body => PageJson.Items(body, "members"u8, MemberJson.Read), what, cancellationToken);

    /// <summary>All organizational units but the root, in one answer.</summary>
    internal async Task<IReadOnlyList<GoogleUnit?>> UnitsAsync(string what, CancellationToken cancellationToken)
    {
        var path = Path(UnitsPath, ("type", "all"), ("fields", DirectoryFields.Units));
        using var reply = await SendAsync(HttpMethod.Get, path, content: null, what, cancellationToken).ConfigureAwait(false);
        return Understood(reply.Body, body => PageJson.Items(body, "organizationUnits"u8, Unit), what);
    }

    /// <summary>One organizational unit by its id (<c>id:…</c>).</summary>
    internal Task<GoogleUnit> UnitAsync(string id, string what, CancellationToken cancellationToken) =>
        GetAsync(Path($"{UnitsPath}/{Uri.EscapeDataString(id)}", ("fields", DirectoryFields.Unit)), GoogleJson.Default.GoogleUnit, what, cancellationToken);

    /// <summary>Opens a channel through which Google tells one kind of change of the customer's users.</summary>
    /// <param name="happening">The kind: <c>add</c>, <c>delete</c>, <c>undelete</c>, <c>update</c>.</param>
    /// <param name="asked">The channel as wanted.</param>
    /// <param name="what">What is asked for, in words that name no person.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    internal async Task<(GoogleChannel Channel, DateTimeOffset? ServerTime)> WatchUsersAsync(
        string happening, ChannelRequest asked, string what, CancellationToken cancellationToken)
    {
        var path = Path("users/watch", ("customer", options.Customer), ("event", happening));
        using var reply = await SendAsync(HttpMethod.Post, path, Content(asked), what, cancellationToken).ConfigureAwait(false);
        return (Read(reply.Body, GoogleJson.Default.GoogleChannel, what), reply.ServerTime);
    }

    /// <summary>Ends a channel by both its ids.</summary>
    internal async Task StopChannelAsync(string id, string resourceId, string what, CancellationToken cancellationToken)
    {
        var channel = new ChannelRequest { Id = id, ResourceId = resourceId };
        using var reply = await SendAsync(HttpMethod.Post, Path(StopPath), Content(channel), what, cancellationToken).ConfigureAwait(false);
    }

    private static GoogleGroup Group(ref Utf8JsonReader reader) => Item(ref reader, GoogleJson.Default.GoogleGroup);

    private static GoogleUnit Unit(ref Utf8JsonReader reader) => Item(ref reader, GoogleJson.Default.GoogleUnit);

    private static T Item<T>(ref Utf8JsonReader reader, JsonTypeInfo<T> type)
        where T : class => JsonSerializer.Deserialize(ref reader, type) ?? throw new JsonException("What should be an object is none.");

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

    private static byte[] Content(ChannelRequest channel) => JsonSerializer.SerializeToUtf8Bytes(channel, GoogleJson.Default.ChannelRequest);

    private static Uri RootOf(string? baseUrl)
    {
        var given = new Uri(string.IsNullOrWhiteSpace(baseUrl) ? GSuiteOptions.BaseUrlDefault : baseUrl.Trim());
        var text = given.AbsoluteUri.TrimEnd('/') + "/";
        return new Uri(text.EndsWith("/" + ApiPath, StringComparison.Ordinal) ? text : text + ApiPath);
    }

    private async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, string what, CancellationToken cancellationToken)
        where T : class
    {
        using var reply = await SendAsync(HttpMethod.Get, path, content: null, what, cancellationToken).ConfigureAwait(false);
        return Read(reply.Body, type, what);
    }

    /// <summary>A page of a list: its token is looked for at once, its items are read when they are wanted.</summary>
    private async Task<Page<T>> PageAsync<T>(string path, Func<ReadOnlySpan<byte>, List<T?>> items, string what, CancellationToken cancellationToken)
        where T : class
    {
        var reply = await SendAsync(HttpMethod.Get, path, content: null, what, cancellationToken).ConfigureAwait(false);
        try
        {
            return new Page<T>(PageToken.Of(reply.Body), Items);
        }
        catch (JsonException e)
        {
            reply.Dispose();
            throw Shapeless(what, e);
        }

        IReadOnlyList<T?> Items()
        {
            using (reply)
            {
                return Understood(reply.Body, items, what);
            }
        }
    }

    private T Read<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T> type, string what)
        where T : class => Understood(body, bytes => JsonSerializer.Deserialize(bytes, type), what) ?? throw Shapeless(what, null);

    private T Understood<T>(ReadOnlySpan<byte> body, Func<ReadOnlySpan<byte>, T> read, string what)
    {
        try
        {
            return read(body);
        }
        catch (JsonException e)
        {
            throw Shapeless(what, e);
        }
    }

    private GoogleApiException Shapeless(string what, Exception? cause) =>
        new(GoogleFailure.AnswerLost, $"{root.Host}: {what}: the answer is not what this API gives", cause);

    /// <summary>A 401 was not looked at: the request is sent again, once, with a fresh token.</summary>
    private async Task<GoogleReply> SendAsync(HttpMethod method, string path, byte[]? content, string what, CancellationToken cancellationToken)
    {
        var token = await signIn.TokenAsync(refused: null, cancellationToken).ConfigureAwait(false);
        try
        {
            return await SendAsync(method, path, content, token, what, cancellationToken).ConfigureAwait(false);
        }
        catch (GoogleApiException e) when (e.Status == 401)
        {
            Log.TokenRefused(logger, e.Reason);
        }

        var fresh = await signIn.TokenAsync(token, cancellationToken).ConfigureAwait(false);
        try
        {
            return await SendAsync(method, path, content, fresh, what, cancellationToken).ConfigureAwait(false);
        }
        catch (GoogleApiException e) when (e.Status == 401)
        {
            throw new GoogleApiException(GoogleFailure.SignInRefused, $"a fresh token is refused too: {e.Message}", e)
            { Status = 401, Reason = e.Reason, Said = e.Said, ServerTime = e.ServerTime };
        }
    }

    private Task<GoogleReply> SendAsync(HttpMethod method, string path, byte[]? content, GoogleToken token, string what, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref requests);
        return transport.SendAsync(Request, what, cancellationToken);

        HttpRequestMessage Request()
        {
            var request = new HttpRequestMessage(method, new Uri(root, path)) { Headers = { Authorization = new("Bearer", token.Value) } };
            if (content is not null)
            {
                request.Content = new ByteArrayContent(content) { Headers = { ContentType = new("application/json") } };
            }

            return request;
        }
    }
}
