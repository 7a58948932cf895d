using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SyncEngine.Emulators;

/// <summary>
/// A local Pyrus API v4 over HTTP on 127.0.0.1, made for tests and demos: people, roles and departments with the refusals, sessions, limits
/// and oddities of the real one, faults on demand, and a record of every request. Not part of any production setup: it has no TLS and no
/// defence against its users.
/// </summary>
public sealed class PyrusEmulator : IAsyncDisposable
{
    private readonly PyrusEmulatorOptions options;
    private readonly PyrusState state;
    private readonly PyrusTokens tokens;
    private readonly RequestLog log;
    private readonly PyrusServer server;
    private readonly PyrusDispatcher dispatcher;
    private WebApplication? host;

    private PyrusEmulator(PyrusEmulatorOptions options)
    {
        this.options = options;
        (state, Login) = PyrusLoading.Load(options);
        tokens = new PyrusTokens(options.TokenLifetime, options.TokensPerPerson, options.TimeProvider);
        log = new RequestLog(options.RequestsKept, options.TimeProvider);
        dispatcher = new PyrusDispatcher(options, state, tokens, Save);
        server = new PyrusServer(options, dispatcher, Faults, log, tokens, StateWithoutKeys);
    }

    /// <summary>The address to sign in at, with a slash at its end. What a client is configured with.</summary>
    public Uri BaseUrl { get; private set; } = null!;

    /// <summary>The address of the API, as the answer to signing in announces it; equal to <see cref="BaseUrl"/> when self-hosted.</summary>
    public Uri ApiUrl { get; private set; } = null!;

    /// <summary>What the sync account signs in with.</summary>
    public string Login { get; }

    /// <summary>The sync account's key.</summary>
    public string SecurityKey => Caller.SecurityKey!;

    /// <summary>The sync account.</summary>
    public PyrusMember Caller => Read(s => s.MembersByEmail(Login).First(m => m.SecurityKey is not null));

    /// <summary>The switches; may be changed while it runs.</summary>
    public PyrusBehaviour Behaviour => options.Behaviour;

    /// <summary>What goes wrong with the next requests.</summary>
    public PyrusFaults Faults { get; } = new();

    /// <summary>What was received, oldest first: at most <see cref="PyrusEmulatorOptions.RequestsKept"/>.</summary>
    public IReadOnlyList<RecordedRequest> Requests => log.Snapshot();

    /// <summary>Every member, by id.</summary>
    public IReadOnlyList<PyrusMember> Members => Read<IReadOnlyList<PyrusMember>>(s => [.. s.Members]);

    /// <summary>Every role, by id.</summary>
    public IReadOnlyList<PyrusRole> Roles => Read<IReadOnlyList<PyrusRole>>(s => [.. s.Roles]);

    /// <summary>Every department, by id.</summary>
    public IReadOnlyList<PyrusDepartment> Departments => Read<IReadOnlyList<PyrusDepartment>>(s => [.. s.Departments]);

    /// <summary>How many may be active at once; null for no limit.</summary>
    public int? Seats
    {
        get => Read(s => s.Organization.Seats);
        set => Change(s => s.Organization = s.Organization with { Seats = value });
    }

    /// <summary>Starts an emulator; it runs until disposed.</summary>
    /// <exception cref="ConfigurationException">A file cannot be read, makes no sense or cannot be written, or a port is taken.</exception>
    public static async Task<PyrusEmulator> StartAsync(PyrusEmulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        var emulator = new PyrusEmulator(options ?? new PyrusEmulatorOptions());
        try
        {
            await emulator.ListenAsync(cancellationToken).ConfigureAwait(false);
            emulator.Change(s => s.Dirty = true);
            return emulator;
        }
        catch
        {
            await emulator.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Adds a member, or replaces the one with the same id, past all rules but the one that ids are unique. Gives it with its id.</summary>
    public PyrusMember SeedMember(PyrusMember member) => Changed(s => s.Put(member));

    /// <summary>Adds or replaces a role.</summary>
    public PyrusRole SeedRole(PyrusRole role) => Changed(s => s.Put(role));

    /// <summary>Adds or replaces a department; circles are allowed, since people make them too.</summary>
    public PyrusDepartment SeedDepartment(PyrusDepartment department) => Changed(s => s.Put(department));

    /// <summary>Adds another organisation that the caller can see through <c>contacts</c>.</summary>
    public void SeedForeignOrganization(PyrusForeignOrganization organization) =>
        Change(s => s.ForeignOrganizations = [.. s.ForeignOrganizations, organization]);

    /// <summary>The member with an id, or null.</summary>
    public PyrusMember? FindMember(int id) => Read(s => s.Member(id));

    /// <summary>The member with an email, ignoring case, or null.</summary>
    public PyrusMember? FindMember(string email) => Read(s => s.MembersByEmail(email).FirstOrDefault());

    /// <summary>Lets every token expire.</summary>
    public void ExpireTokens() => tokens.ExpireAll();

    /// <summary>Revokes every token.</summary>
    public void RevokeTokens() => tokens.RevokeAll();

    /// <summary>Gives the sync account another key, which revokes its tokens.</summary>
    public void ChangeSecurityKey(string securityKey)
    {
        var caller = Caller;
        Change(s => s.Put(caller with { SecurityKey = securityKey }));
        tokens.RevokeAll(caller.Id);
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
            if (!options.SelfHosted)
            {
                kestrel.Listen(IPAddress.Loopback, options.ApiPort);
            }
        });
        host = builder.Build();
        if (options.Compression)
        {
            host.UseResponseCompression();
        }

        host.Run(server.HandleAsync);
        try
        {
            await host.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new ConfigurationException(
                $"The Pyrus emulator cannot listen on 127.0.0.1 (port {options.Port}, API port {options.ApiPort}): {e.Message}",
                "Choose a free port, or 0 to have one chosen.",
                e);
        }

        Announce([.. host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses]);
    }

    private void Announce(string[] addresses)
    {
        BaseUrl = new Uri(addresses[0] + PyrusServer.AccountsPath);
        ApiUrl = options.SelfHosted ? BaseUrl : new Uri(addresses[1] + PyrusServer.ApiPath);
        dispatcher.ApiUrl = options.SelfHosted ? null : ApiUrl.ToString();
        server.Open(BaseUrl.Port);
    }

    private ReadOnlyMemory<byte> StateWithoutKeys()
    {
        var document = Read(s => s.ToDocument(Login));
        return PyrusFile.ToBytes(document with { Members = [.. document.Members.Select(m => m with { SecurityKey = null })] });
    }

    private T Read<T>(Func<PyrusState, T> read)
    {
        lock (state.Gate)
        {
            return read(state);
        }
    }

    private T Changed<T>(Func<PyrusState, T> change)
    {
        lock (state.Gate)
        {
            var result = change(state);
            Save(state);
            return result;
        }
    }

    private void Change(Action<PyrusState> change) => Changed(s =>
    {
        change(s);
        s.Dirty = true;
        return true;
    });

    private void Save(PyrusState changed)
    {
        if (changed.Dirty && options.DataPath is { } path)
        {
            PyrusFile.Write(path, changed.ToDocument(Login));
        }

        changed.Dirty = false;
    }
}
