namespace SyncEngine.Adapters.Pyrus;

/// <summary>How to reach one Pyrus organisation, and as whom. Validated when the host starts and before the first request.</summary>
public sealed class PyrusOptions
{
    /// <summary>The default of <see cref="BaseUrl"/>: signing in to the cloud.</summary>
    public const string BaseUrlDefault = "https://accounts.pyrus.com/api/v4/";

    /// <summary>The default of <see cref="RequestTimeout"/>.</summary>
    public static readonly TimeSpan RequestTimeoutDefault = TimeSpan.FromSeconds(100);

    /// <summary>The default of <see cref="ReadAttempts"/>.</summary>
    public const int ReadAttemptsDefault = 3;

    /// <summary>The default of <see cref="RateLimitWaitMax"/>: the documented window of ten minutes, and a minute more.</summary>
    public static readonly TimeSpan RateLimitWaitMaxDefault = TimeSpan.FromMinutes(11);

    /// <summary>The default of <see cref="ResponseMegabytesMax"/>.</summary>
    public const int ResponseMegabytesMaxDefault = 256;

    /// <summary>
    /// Where to sign in: <c>https://accounts.pyrus.com/api/v4/</c> (the default) or, for a server of your own, <c>https://HOST/api/v4/</c>. The
    /// cloud's API address <c>https://api.pyrus.com/v4/</c> is taken too and signs in at the cloud's accounts address. Where the answer to
    /// signing in names an API address, that one is used from then on. Must be https, except on the loopback.
    /// </summary>
    public string BaseUrl { get; set; } = BaseUrlDefault;

    /// <summary>The email of the account to sign in with, or a bot's login. It needs the rights of an Administrator to write. Required.</summary>
    public string Login { get; set; } = "";

    /// <summary>The account's API key (in Pyrus: the profile, Authorization). A secret. Required.</summary>
    public string SecurityKey { get; set; } = "";

    /// <summary>The person's id, needed only when one email has several Pyrus accounts.</summary>
    public int? PersonId { get; set; }

    /// <summary>How long one request may take, its whole answer included: 1 second to 20 minutes, default 100 seconds.</summary>
    public TimeSpan RequestTimeout { get; set; } = RequestTimeoutDefault;

    /// <summary>How often a read is tried when the answer is lost: 2 to 10, default 3. A write is never repeated.</summary>
    public int ReadAttempts { get; set; } = ReadAttemptsDefault;

    /// <summary>The pause before a read is tried again, doubled each time: 0 to 1 minute, default 1 second.</summary>
    public TimeSpan ReadRetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait for Pyrus' next window, shown or asked for (429): 0 to 1 hour, default 11 minutes. Asked for more, the run stops.</summary>
    public TimeSpan RateLimitWaitMax { get; set; } = RateLimitWaitMaxDefault;

    /// <summary>
    /// Whether work may be handed over. Pyrus does that only when it dismisses an account (<c>fired</c>), which no call takes back: to rehire is then
    /// a person's decision. Default false: handing over is refused with <c>HandOverUnavailable</c>.
    /// </summary>
    public bool HandOverByDismissal { get; set; }

    /// <summary>The largest answer that is read, in MiB: 1 to 1,024, default 256. One answer carries all members of an organisation.</summary>
    public int ResponseMegabytesMax { get; set; } = ResponseMegabytesMaxDefault;
}
