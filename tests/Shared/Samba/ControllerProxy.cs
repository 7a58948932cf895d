using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace SyncEngine.TestSupport.Samba;

/// <summary>
/// Stands before a domain controller and understands what passes. It enforces the limits that Windows has and Samba hasn't, lets something go wrong at
/// any message, and remembers answers: hundreds of equal readings cost the controller one.
/// </summary>
public sealed class ControllerProxy : IAsyncDisposable
{
    private readonly ConnectionServer connections;
    private readonly SambaDomain domain;
    private readonly X509Certificate2 certificate;
    private readonly Lock gate = new();
    private List<ProxyStep> steps = [];
    private ProxyFault? fault;
    private TaskCompletionSource faulted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="domain">The controller behind it.</param>
    /// <param name="memory">What it answered before.</param>
    public ControllerProxy(SambaDomain domain, ProxyMemory? memory = null)
    {
        this.domain = domain;
        Remembered = memory ?? new ProxyMemory();
        certificate = domain.Authority.Issue(["localhost"], [IPAddress.Loopback]);
        connections = new ConnectionServer(IPAddress.Loopback, ConverseAsync);
    }

    /// <summary>What a client connects to instead of the domain controller.</summary>
    public string Url => $"ldaps://{connections.EndPoint}";

    /// <summary>The authority's certificate, PEM.</summary>
    public string CaFile => domain.CaFile;

    /// <summary>What the controller answered so far.</summary>
    public ProxyMemory Remembered { get; }

    /// <summary>The most values of <c>member</c> in one answer; Windows: 1,500.</summary>
    public int ValuesMax { get; init; } = 1_500;

    /// <summary>The most entries of one answer; Windows: 1,000. A search for more without pages ends with sizeLimitExceeded.</summary>
    public int EntriesMax { get; init; } = 1_000;

    /// <summary>Whether every page comes after an empty one with a cookie, as servers are allowed to do.</summary>
    public bool EmptyPages { get; init; }

    /// <summary>Which state of the domain is shown: answers are remembered for each on their own.</summary>
    public int Age { get; set; }

    /// <summary>Completes when the fault happened.</summary>
    public Task Faulted => faulted.Task;

    /// <summary>What went to clients since <see cref="Begin"/>.</summary>
    public IReadOnlyList<ProxyStep> Steps
    {
        get
        {
            lock (gate)
            {
                return [.. steps];
            }
        }
    }

    /// <summary>Begins to count anew, with another fault or none.</summary>
    public void Begin(ProxyFault? next = null)
    {
        lock (gate)
        {
            steps = [];
            fault = next;
            faulted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await connections.DisposeAsync();
        certificate.Dispose();
    }

    private async Task ConverseAsync(Socket accepted)
    {
        using var controller = new ControllerLine(domain);
        accepted.NoDelay = true; // else every small message waits for the confirmation of the one before
        try
        {
            await using var plain = new NetworkStream(accepted, ownsSocket: true);
            await using var client = new SslStream(plain);
            await client.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, connections.Token);
            while (await LdapStream.ReadAsync(client, connections.Token) is { } message)
            {
                var request = LdapPart.Parse(message);
                if (request.Operation == LdapPart.Unbind)
                {
                    return;
                }

                if (request.Operation != LdapPart.Abandon && !await SendAsync(client, request, await AnswersAsync(controller, request)))
                {
                    return;
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or System.Security.Authentication.AuthenticationException)
        {
            // One side left.
        }
    }

    /// <summary>Passes answers on; false when the connection ends.</summary>
    private async Task<bool> SendAsync(Stream client, LdapPart request, IReadOnlyList<LdapPart> answers)
    {
        foreach (var answer in answers)
        {
            switch (Due(request, answer))
            {
                case { Action: ProxyAction.Cut }:
                    faulted.TrySetResult();
                    return false;
                case { Action: ProxyAction.Stall }:
                    faulted.TrySetResult();
                    await LdapStream.ReadAsync(client, connections.Token); // until the client leaves
                    return false;
                case { Action: ProxyAction.Answer, Code: var code }:
                    faulted.TrySetResult();
                    var end = LdapPart.Result(answers[^1].Operation, code, "so the test wants it", answers[^1].Controls);
                    await client.WriteAsync(end.Encode(request.Id), connections.Token);
                    return true;
                default:
                    await client.WriteAsync(answer.Encode(request.Id), connections.Token);
                    break;
            }
        }

        return true;
    }

    private ProxyFault? Due(LdapPart request, LdapPart answer)
    {
        lock (gate)
        {
            if (fault is { } next && steps.Count + 1 == next.Message)
            {
                fault = null;
                return next;
            }

            steps.Add(new ProxyStep(
                answer.Operation is not (LdapPart.Entry or LdapPart.Reference),
                answer.Operation == LdapPart.BindAnswer,
                request.Operation == LdapPart.Search ? request.Wanted() : []));
            return null;
        }
    }

    private async Task<IReadOnlyList<LdapPart>> AnswersAsync(ControllerLine controller, LdapPart request)
    {
        if (request.Operation == LdapPart.Bind)
        {
            controller.SignIn = request;
        }

        var key = $"{Age} {request.Key}";
        if (!Remembered.Answers.TryGetValue(key, out var answers))
        {
            answers = request.Operation == LdapPart.Search ? await SearchAsync(controller, request) : await controller.AskAsync(request, connections.Token);
            Remembered.Answers[key] = answers;
        }

        return answers;
    }

    private async Task<IReadOnlyList<LdapPart>> SearchAsync(ControllerLine controller, LdapPart request)
    {
        var page = request.Page() is { } asked ? ProxyPage.Parse(asked.Cookie) : null;
        if (page is { Emptied: false } && EmptyPages)
        {
            return [LdapPart.Result(LdapPart.Done, 0, "").WithPage(0, (page with { Emptied = true }).ToCookie())];
        }

        if (page is not null)
        {
            request = request.WithPage(Math.Min(request.Page()!.Value.Size, EntriesMax), page.Cookie);
        }

        var (forwarded, low) = Unranged(request);
        var answers = await controller.AskAsync(forwarded, connections.Token);
        var entries = answers.Where(a => a.Operation == LdapPart.Entry).ToList();
        return page is null && entries.Count > EntriesMax
            ? [.. entries.Take(EntriesMax), LdapPart.Result(LdapPart.Done, 4, "")]
            : [.. answers.Select(a => AsWindows(a, page, low))];
    }

    private LdapPart AsWindows(LdapPart answer, ProxyPage? page, int? low) => answer switch
    {
        { Operation: LdapPart.Entry } => answer.InRange(low ?? 0, ValuesMax, low is not null),
        { Operation: LdapPart.Done } when page is not null && answer.Page() is { Cookie.Length: > 0 } next =>
            answer.WithPage(next.Size, new ProxyPage((byte)(page.Number + 1), next.Cookie, Emptied: false).ToCookie()),
        _ => answer,
    };

    /// <summary>The controller knows no ranges: it is asked for all, and the range cut here.</summary>
    private static (LdapPart Request, int? Low) Unranged(LdapPart request)
    {
        const string Range = "member;range=";
        var wanted = request.Wanted();
        return wanted.Find(name => name.StartsWith(Range, StringComparison.OrdinalIgnoreCase)) is { } ranged
            ? (request.Wanting(wanted.Select(name => name == ranged ? "member" : name)),
                int.Parse(ranged.AsSpan(Range.Length, ranged.IndexOf('-', StringComparison.Ordinal) - Range.Length), CultureInfo.InvariantCulture))
            : (request, null);
    }
}
