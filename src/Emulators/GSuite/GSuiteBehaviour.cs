namespace SyncEngine.Emulators;

/// <summary>
/// Switches for what the public material leaves open, and for the sides of the Directory API that show only now and then. May be changed while
/// the emulator runs; the next request sees it.
/// </summary>
public sealed class GSuiteBehaviour
{
    /// <summary>False: the project has not enabled the Admin SDK; every call is refused with 403 <c>accessNotConfigured</c>. Default true.</summary>
    public bool ApiEnabled { get; set; } = true;

    /// <summary>
    /// How long a new, changed or deleted user is still shown by lists as before; <c>users.get</c> knows at once. Default zero. Counts for
    /// changes made after it was set.
    /// </summary>
    public TimeSpan ListLag { get; set; }

    /// <summary>Users that lists leave out although they are there; null (the default) leaves nobody out. <c>users.get</c> shows them.</summary>
    public Func<GSuiteUser, bool>? HiddenFromLists { get; set; }

    /// <summary>Every so many pages of a listing is empty and still has a next one: 2 means the second, the fourth and so on. Default 0, never.</summary>
    public int EmptyPageEvery { get; set; }

    /// <summary>True: a field whose type the API leaves open (organizations, phones, relations …) with one value is that object instead of a list.</summary>
    public bool SingleValuesAsObjects { get; set; }

    /// <summary>True: answers have the fields that newer revisions of the API added: <c>isGuestUser</c>, <c>suspensionTime</c>, <c>archivalTime</c>.</summary>
    public bool NewerFields { get; set; }

    /// <summary>True: every answer carries new etags although nothing changed.</summary>
    public bool RestlessEtags { get; set; }

    /// <summary>True: <c>maxResults</c> above the limit of users.list is taken as the limit. False (the default): refused with 400, as the limit is declared.</summary>
    public bool ClampPageSize { get; set; }

    /// <summary>True: customer and domain in one listing are refused. False (the default): the domain narrows the listing.</summary>
    public bool RefuseCustomerWithDomain { get; set; }

    /// <summary>True (the default): <c>orgUnitPath=</c> in a query finds the units below too.</summary>
    public bool OrgUnitQueryFindsSubtree { get; set; } = true;

    /// <summary>True: channels of <c>users.watch</c> may lead to http addresses on the loopback, for receivers in tests. False (the default): https only, as in the product.</summary>
    public bool PlainWebHooks { get; set; }

    /// <summary>True: messages of channels are not sent. Google promises no delivery.</summary>
    public bool LoseWebHooks { get; set; }

    /// <summary>True: refusals for going too fast carry <c>Retry-After</c>. Default false, as Google promises none.</summary>
    public bool RetryAfterHeader { get; set; }
}
