using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SyncEngine.Emulators;

/// <summary>
/// A local Directory API (Admin SDK, v1) of Google over HTTP on 127.0.0.1, with its token endpoint, made for tests and demos: users, groups,
/// members and units with the pages, etags, refusals, quotas and oddities of the real one, faults on demand, and a record of every request. Not
/// part of any production setup: it has no TLS and no defence against its users.
/// </summary>
public sealed partial class GSuiteEmulator : IAsyncDisposable
{
    private readonly GSuiteEmulatorOptions options;
    private readonly GSuiteState state;
    private readonly GSuiteServices services;
    private readonly RequestLog log;
    private readonly TokenEndpoint tokenEndpoint;
    private readonly GSuiteServer server;
    private WebApplication? host;
    private bool deleteKeyFile;

    private GSuiteEmulator(GSuiteEmulatorOptions options)
    {
        this.options = options;
        state = GSuiteLoading.Load(options);
        services = new GSuiteServices(options, state);
        state.UserChanged = (before, after) => services.Channels.Tell(before, after, state.CustomerId);
        AuthorizedScopes = options.AuthorizedScopes;
        log = new RequestLog(options.RequestsKept, options.TimeProvider);
        tokenEndpoint = new TokenEndpoint(state, services.Tokens, () => AuthorizedScopes);
        server = new GSuiteServer(services, new GSuiteDispatcher(services, tokenEndpoint, Save), Faults, log, StateWithoutKey, body => Changed(s => GSuiteLater.Tell(s, GSuiteFile.Parse(body.Span, "body of the request"))));
    }

    /// <summary>The root of the API, with a slash at its end, in place of <c>https://admin.googleapis.com/</c>. What a client is configured with.</summary>
    public Uri BaseUrl { get; private set; } = null!;

    /// <summary>The token endpoint, which the key file names as <c>token_uri</c>.</summary>
    public Uri TokenUrl { get; private set; } = null!;

    /// <summary>The service account's key as Google hands it out: a JSON object with the private key.</summary>
    public string ServiceAccountKeyJson => Read(s => ServiceAccountKey.ToJson(s.ServiceAccount, TokenUrl));

    /// <summary>The file that holds <see cref="ServiceAccountKeyJson"/>; written at the start and with every new key.</summary>
    public string ServiceAccountKeyPath { get; private set; } = "";

    /// <summary>The address of the administrator to act as.</summary>
    public string DelegatedAdmin => state.DelegatedAdmin;

    /// <summary>The customer's id.</summary>
    public string CustomerId => state.CustomerId;

    /// <summary>The scopes an administrator has authorised for the service account; may be changed while it runs.</summary>
    public IReadOnlyList<string> AuthorizedScopes { get; set; }

    /// <summary>The switches; may be changed while it runs.</summary>
    public GSuiteBehaviour Behaviour => options.Behaviour;

    /// <summary>What goes wrong with the next requests.</summary>
    public GSuiteFaults Faults { get; } = new();

    /// <summary>What was received, oldest first: at most <see cref="GSuiteEmulatorOptions.RequestsKept"/>.</summary>
    public IReadOnlyList<RecordedRequest> Requests => log.Snapshot();

    /// <summary>Starts an emulator; it runs until disposed.</summary>
    /// <exception cref="ConfigurationException">A file cannot be read, makes no sense or cannot be written, or the port is taken.</exception>
    public static async Task<GSuiteEmulator> StartAsync(GSuiteEmulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        var emulator = new GSuiteEmulator(options ?? new GSuiteEmulatorOptions());
        try
        {
            await emulator.ListenAsync(cancellationToken).ConfigureAwait(false);
            emulator.WriteKeyFile();
            emulator.Changed(s => s.Dirty = true);
            emulator.server.Open();
            return emulator;
        }
        catch
        {
            await emulator.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Lets every access token expire.</summary>
    public void ExpireTokens() => services.Tokens.ExpireAll();

    /// <summary>Lets every page token given so far expire.</summary>
    public void ExpirePageTokens() => services.Pages.ExpireAll();

    /// <summary>Gives the service account another key and deletes the old one: assertions signed with that are refused. The key file follows.</summary>
    public void ReplaceServiceAccountKey()
    {
        Changed(s =>
        {
            s.ServiceAccount = s.ServiceAccount.WithAnotherKey();
            return s.Dirty = true;
        });
        WriteKeyFile();
    }

    /// <summary>Forgets the requests received so far.</summary>
    public void ClearRequests() => log.Clear();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (host is { } running)
        {
            host = null;
            await running.DisposeAsync().ConfigureAwait(false);
        }

        await services.Hooks.DisposeAsync().ConfigureAwait(false);
        if (deleteKeyFile)
        {
            deleteKeyFile = false;
            File.Delete(ServiceAccountKeyPath);
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, NoHostLifetime>();
        builder.Services.Configure<HostOptions>(h => h.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.Services.AddResponseCompression();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        host = builder.Build();
        if (options.Compression)
        {
            // As Google documents it: only for a client that says gzip in its User-Agent too.
            host.UseWhen(c => c.Request.Headers.UserAgent.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase), app => app.UseResponseCompression());
        }

        host.Run(server.HandleAsync);
        try
        {
            await host.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new ConfigurationException(
                $"The G Suite emulator cannot listen on 127.0.0.1 (port {options.Port}): {e.Message}", "Choose a free port, or 0 to have one chosen.", e);
        }

        BaseUrl = new Uri(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/");
        TokenUrl = new Uri(BaseUrl, TokenEndpoint.Path);
        tokenEndpoint.Address = TokenUrl.ToString();
    }

    private void WriteKeyFile()
    {
        if (ServiceAccountKeyPath.Length == 0)
        {
            deleteKeyFile = options.ServiceAccountKeyPath is null && options.DataPath is null;
            ServiceAccountKeyPath = options.ServiceAccountKeyPath
                ?? (options.DataPath is { } data ? Path.ChangeExtension(Path.GetFullPath(data), ".key.json") : Path.Combine(Path.GetTempPath(), $"gsuite-emulator-{Guid.NewGuid():N}.key.json"));
        }

        GSuiteFile.Write(ServiceAccountKeyPath, Encoding.UTF8.GetBytes(ServiceAccountKeyJson));
    }

    private ReadOnlyMemory<byte> StateWithoutKey()
    {
        var document = Read(s => s.ToDocument());
        return GSuiteFile.ToBytes(document with { ServiceAccount = null });
    }

    private T Read<T>(Func<GSuiteState, T> read)
    {
        lock (state.Gate)
        {
            state.Purge();
            return read(state);
        }
    }

    private T Changed<T>(Func<GSuiteState, T> change)
    {
        lock (state.Gate)
        {
            var result = change(state);
            Save(state);
            return result;
        }
    }

    private void Save(GSuiteState changed)
    {
        if (changed.Dirty && options.DataPath is { } path)
        {
            GSuiteFile.Write(path, GSuiteFile.ToBytes(changed.ToDocument()));
        }

        changed.Dirty = false;
    }
}
