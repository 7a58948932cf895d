namespace SyncEngine.Emulators;

/// <summary>
/// Switches for what the public material leaves open, and for the sides of Pyrus that not every installation has. May be changed while the
/// emulator runs; the next request sees it.
/// </summary>
public sealed class PyrusBehaviour
{
    /// <summary>Answers as some samples on the help pages: empty texts instead of missing fields, numbers and flags as texts, a blank before the email.</summary>
    public bool SamplesMode { get; set; }

    /// <summary>Leaves <c>rights</c> out of <c>GET /members</c>; a single member still has them.</summary>
    public bool ListOmitsRights { get; set; }

    /// <summary>False: <c>/orgchart</c> is an unknown route (404 with <c>Message</c>). Default true.</summary>
    public bool OrgChartAvailable { get; set; } = true;

    /// <summary>True: the chart can be read, and every write to it is refused with <c>department_catalog_can_not_be_modified</c>.</summary>
    public bool OrgChartLocked { get; set; }

    /// <summary>False: <c>/members/bulk</c> is an unknown route (404 with <c>Message</c>). Default true.</summary>
    public bool BulkAvailable { get; set; } = true;

    /// <summary>
    /// True: the four lists of <c>/members/bulk</c> are taken in snake_case too (<c>fire_members</c>). False (the default): only as the official C#
    /// client sends them (<c>FireMembers</c>); other names are passed over, as unknown fields are everywhere.
    /// </summary>
    public bool BulkTakesSnakeCase { get; set; }

    /// <summary>The name of the list in the answer of <c>/members/bulk</c>. Default <c>members</c>; the C# client reads it in any letter case.</summary>
    public string BulkAnswerList { get; set; } = "members";

    /// <summary>
    /// False (the default): the first item of <c>/members/bulk</c> that is refused ends the call with its error, and what came before it stays done.
    /// True: a refused item is passed over and is not in the answer.
    /// </summary>
    public bool BulkPassesOverRefused { get; set; }

    /// <summary>True (the default): an empty text in a PUT clears the field. False: it leaves the field as it is.</summary>
    public bool EmptyTextClears { get; set; } = true;

    /// <summary>True: PUT takes <c>external_id</c>. Default false, as no official client sends it.</summary>
    public bool ExternalIdUpdatable { get; set; }

    /// <summary>The code for an address that is taken. Default <c>person_email_already_in_use</c>.</summary>
    public string DuplicateEmailCode { get; set; } = "person_email_already_in_use";

    /// <summary>The status for an address that is taken. Default 400.</summary>
    public int DuplicateEmailStatus { get; set; } = 400;

    /// <summary>True: an address of somebody in another organisation is taken too. Default false.</summary>
    public bool ForeignEmailsTaken { get; set; }

    /// <summary>The code for a text that is no address. Default <c>incorrect_email_format</c>.</summary>
    public string BadEmailCode { get; set; } = "incorrect_email_format";

    /// <summary>The code for an id nobody has. Default <c>invalid_person_id</c>.</summary>
    public string UnknownPersonCode { get; set; } = "invalid_person_id";

    /// <summary>The status for an id nobody has. Default 400.</summary>
    public int UnknownPersonStatus { get; set; } = 400;

    /// <summary>The code (with 403) for missing rights. Default <c>access_denied</c>.</summary>
    public string MissingRightsCode { get; set; } = "access_denied";

    /// <summary>The code for blocking somebody who cannot be blocked (the owner). Default <c>access_denied_person</c>.</summary>
    public string CannotBeBlockedCode { get; set; } = "access_denied_person";

    /// <summary>The status for blocking somebody who cannot be blocked. Default 403.</summary>
    public int CannotBeBlockedStatus { get; set; } = 403;

    /// <summary>The code for dismissing somebody who cannot be dismissed (the owner). Default <c>cannot_be_fired</c>.</summary>
    public string CannotBeFiredCode { get; set; } = "cannot_be_fired";

    /// <summary>The status for dismissing somebody who cannot be dismissed. Default 400.</summary>
    public int CannotBeFiredStatus { get; set; } = 400;

    /// <summary>The code when no seat is free. Default <c>limit_exceeded</c>.</summary>
    public string SeatLimitCode { get; set; } = "limit_exceeded";

    /// <summary>The status when no seat is free. Default 400.</summary>
    public int SeatLimitStatus { get; set; } = 400;

    /// <summary>True: a 429 also carries <c>Retry-After</c>. Default false.</summary>
    public bool RetryAfterHeader { get; set; }

    /// <summary>True (the default): the 429 of the bucket for creating members shows that bucket in its headers. False: it shows the general one.</summary>
    public bool CreateBucketInHeaders { get; set; } = true;

    /// <summary>True: signing in without <c>person_id</c> is refused with <c>person_identity_missing</c>.</summary>
    public bool RequirePersonId { get; set; }

    /// <summary>True: a second role of one name is refused with <c>non_unique_name</c>. Default false.</summary>
    public bool RoleNamesUnique { get; set; }

    /// <summary>What comes of adding somebody blocked or dismissed to a role. Default <see cref="PyrusInactiveMembers.PassedOver"/>.</summary>
    public PyrusInactiveMembers InactiveMembers { get; set; }
}

/// <summary>What comes of adding somebody blocked or dismissed to a role. Somebody unknown is always refused.</summary>
public enum PyrusInactiveMembers
{
    /// <summary>They do not become members; the rest of the request is done.</summary>
    PassedOver = 0,

    /// <summary>The request is refused with <see cref="PyrusBehaviour.UnknownPersonCode"/>, and nothing of it is done.</summary>
    Refused = 1,

    /// <summary>They become members.</summary>
    Accepted = 2,
}
