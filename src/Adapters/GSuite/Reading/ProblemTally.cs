using System.Collections.Immutable;
using System.Globalization;
using SyncEngine.Capture;

namespace SyncEngine.Adapters.GSuite.Reading;

/// <summary>A kind of problem that can happen many times in one reading and is told once, with its count.</summary>
/// <param name="Code">The stable code.</param>
/// <param name="Breaking">Whether the reading is incomplete because of it.</param>
/// <param name="Sentence">The sentence; <c>{0}</c> is the count.</param>
internal sealed record GSuiteProblem(string Code, bool Breaking, string Sentence);

/// <summary>What goes wrong in single items. No sentence names a person.</summary>
internal static class GSuiteProblems
{
    internal static readonly GSuiteProblem ItemUnreadable = new(
        "ItemUnreadable", Breaking: true, "{0} users, groups or organizational units came without an id or in a shape that is not this API's, and were left out.");

    internal static readonly GSuiteProblem PlaceUnknown = new(
        "PlaceUnknown",
        Breaking: true,
        "{0} users stand in an organizational unit that the list of units does not show (it was made during the reading, or may not be read), and were left out.");

    internal static readonly GSuiteProblem ManagerUnknown = new(
        "ManagerUnknown", Breaking: false, "The managers of {0} users are named by addresses that no user of this customer has, or were not asked for; they were left out.");

    internal static readonly GSuiteProblem GuestsSkipped = new("GuestsSkipped", Breaking: false, "{0} guests of the organisation were passed over.");

    internal static readonly GSuiteProblem DeletedWithoutTime = new(
        "DeletedWithoutTime", Breaking: false, "{0} users in the list of deleted ones have no time of deletion; they were not taken for deleted.");

    internal static readonly GSuiteProblem GroupVanished = new(
        "GroupVanished", Breaking: false, "{0} groups were listed, and were not there any more when their members were asked for.");
}

/// <summary>Collects the problems of one reading.</summary>
internal sealed class ProblemTally
{
    private readonly Dictionary<GSuiteProblem, int> counts = [];
    private readonly List<ReadProblem> single = [];

    internal bool HasBreaking => single.Exists(p => p.Breaking) || counts.Keys.Any(p => p.Breaking);

    internal void Count(GSuiteProblem problem, int times = 1)
    {
        if (times > 0)
        {
            counts[problem] = counts.GetValueOrDefault(problem) + times;
        }
    }

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
