using System.Collections.Immutable;
using System.Globalization;
using SyncEngine.Capture;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>A kind of problem that can happen many times in one reading and is told once, with its count.</summary>
/// <param name="Code">The stable code.</param>
/// <param name="Breaking">Whether the reading is incomplete because of it.</param>
/// <param name="Sentence">The sentence; <c>{0}</c> is the count.</param>
internal sealed record AdProblem(string Code, bool Breaking, string Sentence);

/// <summary>What goes wrong in entries, whichever way they are read. No sentence names a person.</summary>
internal static class AdProblems
{
    internal static readonly AdProblem EntryWithoutId = new(
        "EntryWithoutId", Breaking: true, "{0} entries came without objectGUID, their unchangeable id, and were left out: the account that reads needs the right to read it.");

    internal static readonly AdProblem AccountStateUnreadable = new(
        "AccountStateUnreadable",
        Breaking: true,
        "{0} accounts came without userAccountControl, so it is not known who is disabled, and were left out: grant the account that reads "
        + "the right 'Read Account Restrictions' (or membership in 'Pre-Windows 2000 Compatible Access'), or export the attribute.");

    internal static readonly AdProblem AccountExpiryUnreadable = new(
        "AccountExpiryUnreadable",
        Breaking: true,
        "{0} accounts came without accountExpires, so it is not known who has expired, and were left out: grant the account that reads "
        + "the right 'Read Account Restrictions', export the attribute, or set ExpiredAccounts to CountAsEnabled.");

    internal static readonly AdProblem PlaceUnknown = new(
        "PlaceUnknown", Breaking: true, "{0} entries stand in a place that was not found (moved during the read, or not readable) and were left out.");

    internal static readonly AdProblem GroupUnreadable = new(
        "GroupUnreadable", Breaking: true, "The members of {0} groups could not be read to their end (they changed during the read, or vanished).");

    internal static readonly AdProblem MembersCut = new(
        "MembersCut",
        Breaking: true,
        "The members of {0} groups are cut off in the export (member;range=…): the server gives at most 1,500 at once. Read the domain itself, "
        + "or raise MaxValRange for the export.");

    internal static readonly AdProblem MemberUnknown = new(
        "MemberUnknown", Breaking: false, "{0} memberships point to objects that are not in what was read and were passed over.");

    internal static readonly AdProblem ManagerUnknown = new(
        "ManagerUnknown", Breaking: false, "{0} managers are not in what was read and were left out.");

    internal static readonly AdProblem PrimaryGroupUnknown = new(
        "PrimaryGroupUnknown", Breaking: false, "The primary group of {0} accounts is not in what was read and was left out.");

    internal static readonly AdProblem InsideAccount = new(
        "InsideAccount", Breaking: false, "{0} objects stand below an account and are not people (devices, mailboxes): they were passed over.");

    internal static readonly AdProblem UnitByName = new(
        "UnitByName",
        Breaking: false,
        "{0} units are named by the entries in them but are not in the export themselves; they are known by their names only, so that renaming one "
        + "will look like a move. Export organizationalUnit and container objects too.");
}

/// <summary>Collects the problems of one reading.</summary>
internal sealed class ProblemTally
{
    private readonly Dictionary<AdProblem, int> counts = [];
    private readonly List<ReadProblem> single = [];

    internal bool HasBreaking => single.Exists(p => p.Breaking) || counts.Keys.Any(p => p.Breaking);

    internal void Count(AdProblem problem, int times = 1) => counts[problem] = counts.GetValueOrDefault(problem) + times;

    internal void Add(ReadProblem problem) => single.Add(problem);

    /// <summary>The problems, breaking ones first, then by code: the same trouble gives the same receipt.</summary>
    internal ImmutableArray<ReadProblem> ToProblems() =>
    [
        .. counts
            .Select(c => new ReadProblem(c.Key.Code, string.Format(CultureInfo.InvariantCulture, c.Key.Sentence, c.Value), c.Key.Breaking))
            .Concat(single)
            .OrderByDescending(p => p.Breaking)
            .ThenBy(p => p.Code, StringComparer.Ordinal),
    ];
}
