using System.Diagnostics.CodeAnalysis;

namespace SyncEngine.Adapters.GSuite;

/// <summary>How one G Suite (Google Workspace) customer is read, and as whom. Validated when the host starts and before the first request.</summary>
public sealed class GSuiteOptions
{
    /// <summary>The default of <see cref="Customer"/>: the customer of <see cref="DelegatedAdmin"/>.</summary>
    public const string CustomerDefault = "my_customer";

    /// <summary>The address that is used when <see cref="BaseUrl"/> is empty.</summary>
    public const string BaseUrlDefault = "https://admin.googleapis.com/";

    /// <summary>The default of <see cref="UserPageSize"/>, and the most that Google gives at once.</summary>
    public const int UserPageSizeMax = 500;

    /// <summary>The default of <see cref="GroupPageSize"/>, and the most that Google gives at once.</summary>
    public const int GroupPageSizeMax = 200;

    /// <summary>The default of <see cref="MemberPageSize"/>, and the most that Google gives at once.</summary>
    public const int MemberPageSizeMax = 200;

    /// <summary>The default of <see cref="Concurrency"/>.</summary>
    public const int ConcurrencyDefault = 4;

    /// <summary>The default of <see cref="ReadAttempts"/>.</summary>
    public const int ReadAttemptsDefault = 4;

    /// <summary>The default of <see cref="ListingRestarts"/>.</summary>
    public const int ListingRestartsDefault = 2;

    /// <summary>The default of <see cref="WaitingForManagersMax"/>.</summary>
    public const int WaitingForManagersMaxDefault = 50_000;

    /// <summary>The default of <see cref="ManagerLookupsMax"/>.</summary>
    public const int ManagerLookupsMaxDefault = 1_000;

    /// <summary>The default of <see cref="ResponseMegabytesMax"/>.</summary>
    public const int ResponseMegabytesMaxDefault = 64;

    /// <summary>The default of <see cref="RequestTimeout"/>.</summary>
    public static readonly TimeSpan RequestTimeoutDefault = TimeSpan.FromSeconds(60);

    /// <summary>The default of <see cref="QuotaWaitMax"/>: some windows of the quota per minute.</summary>
    public static readonly TimeSpan QuotaWaitMaxDefault = TimeSpan.FromMinutes(5);

    /// <summary>The customer to read: <c>my_customer</c> (the default) or the id that the Admin console shows, such as <c>C03az79cb</c>.</summary>
    public string Customer { get; set; } = CustomerDefault;

    /// <summary>
    /// The path of a service account's JSON key. Empty, the default, takes the credentials of the host: the file that
    /// <c>GOOGLE_APPLICATION_CREDENTIALS</c> names, or the service account of the machine in Google's cloud.
    /// </summary>
    public string? ServiceAccountKeyPath { get; set; }

    /// <summary>The email of the administrator in whose name the service account reads. Needs the rights to read only. Required.</summary>
    public string DelegatedAdmin { get; set; } = "";

    /// <summary>The root of the API. Empty, the default, means <c>https://admin.googleapis.com/</c>. Must be https, except on the loopback.</summary>
    public string? BaseUrl { get; set; }

    /// <summary>Domains whose users and groups are read. Empty, the default, means all domains of the customer.</summary>
    [SuppressMessage("Usage", "CA2227", Justification = "Options are bound from configuration, and set as a whole by hosts.")]
    public IList<string> Domains { get; set; } = [];

    /// <summary>What a group's member "everybody of the organisation" stands for. Default <see cref="GSuite.CustomerMembers.Skip"/>.</summary>
    public CustomerMembers CustomerMembers { get; set; }

    /// <summary>How many users are asked for at once: 1 to <see cref="UserPageSizeMax"/>, which is the default.</summary>
    public int UserPageSize { get; set; } = UserPageSizeMax;

    /// <summary>How many groups are asked for at once: 1 to <see cref="GroupPageSizeMax"/>, which is the default.</summary>
    public int GroupPageSize { get; set; } = GroupPageSizeMax;

    /// <summary>How many members of a group are asked for at once: 1 to <see cref="MemberPageSizeMax"/>, which is the default.</summary>
    public int MemberPageSize { get; set; } = MemberPageSizeMax;

    /// <summary>How many groups' members are read at the same time: 1 to 20, default 4. Users are always read page after page.</summary>
    public int Concurrency { get; set; } = ConcurrencyDefault;

    /// <summary>How long one request may take, its whole answer included: 1 second to 10 minutes, default 1 minute.</summary>
    public TimeSpan RequestTimeout { get; set; } = RequestTimeoutDefault;

    /// <summary>How often a request is sent when its answer is lost or the server fails (5xx): 2 to 10, default 4.</summary>
    public int ReadAttempts { get; set; } = ReadAttemptsDefault;

    /// <summary>The pause before a request is sent again, doubled each time and varied by chance: 0 to 1 minute, default 1 second.</summary>
    public TimeSpan ReadRetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long one request waits in all when Google says that a quota is used up: 0 to 1 hour, default 5 minutes. Then the reading ends incomplete.</summary>
    public TimeSpan QuotaWaitMax { get; set; } = QuotaWaitMaxDefault;

    /// <summary>How often one listing is begun again when its page token has died, or a page stays broken: 0 to 10, default 2.</summary>
    public int ListingRestarts { get; set; } = ListingRestartsDefault;

    /// <summary>
    /// How many people may be kept in memory until their manager's id is known (Google names managers by email): 1 to 1,000,000, default 50,000. Beyond
    /// that managers are asked for one by one.
    /// </summary>
    public int WaitingForManagersMax { get; set; } = WaitingForManagersMaxDefault;

    /// <summary>
    /// How many managers are asked for one by one at the end of a reading, because no user that was read has their address: 0 to 100,000, default 1,000. The
    /// others' people are given without a manager, and counted.
    /// </summary>
    public int ManagerLookupsMax { get; set; } = ManagerLookupsMaxDefault;

    /// <summary>The largest answer that is read, in MiB: 1 to 1,024, default 64. The organizational units come in one answer.</summary>
    public int ResponseMegabytesMax { get; set; } = ResponseMegabytesMaxDefault;

    /// <summary>
    /// Where Google shall tell that users changed: a public https address at which the host gives what comes to <see cref="GSuiteNotifications"/>. Null, the default: Google
    /// is not asked to. Http is allowed on the loopback only. A hint and never more: changes of groups and units are not told, and messages may be lost.
    /// </summary>
    public string? NotificationAddress { get; set; }

    /// <summary>
    /// The secret by which messages at <see cref="NotificationAddress"/> are known to be Google's: 32 characters or more, the same on every host that receives them. Null,
    /// the default: each process has one of its own, so that what it receives of the channels of others counts for nothing.
    /// </summary>
    public string? NotificationSecret { get; set; }

    internal bool IsWatching => !string.IsNullOrWhiteSpace(NotificationAddress);

    /// <summary>The same options with pages of one item.</summary>
    internal GSuiteOptions WithSmallestPages()
    {
        var copy = (GSuiteOptions)MemberwiseClone();
        copy.UserPageSize = copy.GroupPageSize = copy.MemberPageSize = 1;
        return copy;
    }
}

/// <summary>What a group's member of the type CUSTOMER (everybody of the organisation) stands for.</summary>
public enum CustomerMembers
{
    /// <summary>Nobody: such memberships are counted and said.</summary>
    Skip = 0,

    /// <summary>Every user that was read, whether active or suspended.</summary>
    Everyone = 1,
}
