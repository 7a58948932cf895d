using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>The indexes over one planning input that every row is decided with. Made once for each plan.</summary>
internal sealed class PlanningWorld
{
    internal PlanningWorld(PlanningInput input)
    {
        Input = input;
        Units = new UnitTree(input.Source);
        Scope = Judge(input.Policy);
        ScopeBefore = input.AppliedPolicy is { } applied ? Judge(applied) : null;
        Org = new OrgChart(input.Target);
        Fields = new FieldMapper(input.Policy, Org);
        People = [.. input.Source.Where(e => e.Key.Kind == EntryKind.Account).OrderBy(e => e.Key)];
        verdicts = People.ToDictionary(e => e.Key, Scope.Judge);
        Correlator = new Correlator(input, e => IsActive(e) && verdicts[e.Key] == ScopeVerdict.InScope);
        ReadsComplete = input.Reads.All(read => read.Complete);
        TargetComplete = input.Reads.All(read => read.Complete || read.System != Target);
        ActiveAdministrators = Correlator.Accounts.Count(a =>
            a.Enabled && a.Attributes.Values(AttributeNames.Protection).Contains("administrator", StringComparer.Ordinal));
    }

    private readonly Dictionary<EntryKey, ScopeVerdict> verdicts;

    internal PlanningInput Input { get; }

    internal SyncPolicy Policy => Input.Policy;

    internal SystemName Target => Input.Policy.Target;

    internal UnitTree Units { get; }

    internal ScopeJudge Scope { get; }

    /// <summary>The scope of the policy under which a plan was last applied.</summary>
    internal ScopeJudge? ScopeBefore { get; }

    internal OrgChart Org { get; }

    internal FieldMapper Fields { get; }

    internal Correlator Correlator { get; }

    /// <summary>Every source account ever seen, in order.</summary>
    internal IReadOnlyList<EntryState> People { get; }

    internal bool ReadsComplete { get; }

    /// <summary>Only then is an account or department that was not seen one that does not exist.</summary>
    internal bool TargetComplete { get; }

    internal int ActiveAdministrators { get; }

    internal ScopeVerdict Verdict(EntryState person) => verdicts[person.Key];

    internal static bool IsActive(EntryState person) => person is { Presence: EntryPresence.Present, Enabled: true };

    private ScopeJudge Judge(SyncPolicy policy) => new(policy, Units, new GroupMembership(policy.PickedGroups, Input.Source));
}
