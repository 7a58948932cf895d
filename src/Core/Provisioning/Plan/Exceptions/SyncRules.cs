using System.Collections.Immutable;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>What people decided by command about who and what takes part in a sync.</summary>
/// <param name="Exceptions">Entries excluded by hand, in order of keys; ended ones are not among them.</param>
/// <param name="Filters">The filters, in order.</param>
/// <param name="Groups">The picked groups, for people and for roles, configured or by hand; null when no group is picked for anything, so that everyone is in scope.</param>
/// <param name="Everyone">Whether everyone is in scope: no group is picked for people.</param>
public sealed record SyncRules(ImmutableArray<ExceptionView> Exceptions, ImmutableArray<FilterView> Filters, ImmutableArray<PickedGroupView>? Groups, bool Everyone);

/// <summary>How an exception stands.</summary>
public enum ExceptionState
{
    /// <summary>The entry is there and left as it is.</summary>
    InForce = 0,

    /// <summary>The entry is gone, or was never seen; the exception waits for it.</summary>
    Dormant = 1,

    /// <summary>Its end has passed.</summary>
    Ended = 2,
}

/// <summary>An entry that is excluded by hand.</summary>
/// <param name="Exclusion">By whom, why, until when.</param>
/// <param name="Name">What the entry is called, where it was ever seen.</param>
/// <param name="Email">Its address.</param>
/// <param name="State">Whether it is in force.</param>
/// <param name="InactiveSince">Since when the person is not active in the directory; null when active.</param>
/// <param name="KeepsAccess">Whether the person is not active any more but has access.</param>
public sealed record ExceptionView(
    ExclusionAdded Exclusion, string? Name, string? Email, ExceptionState State, DateTimeOffset? InactiveSince, bool KeepsAccess);

/// <summary>A filter.</summary>
/// <param name="Filter">By whom, why, until when.</param>
/// <param name="Covers">How many entries that are there it finds its text in.</param>
/// <param name="InForce">False when its end has passed.</param>
public sealed record FilterView(FilterAdded Filter, int Covers, bool InForce);

/// <summary>A picked group.</summary>
/// <param name="Use">What for.</param>
/// <param name="Group">The group.</param>
/// <param name="Name">What it is called, or was when it was last seen.</param>
/// <param name="Members">How many direct members it has.</param>
/// <param name="There">Whether the source still has it.</param>
/// <param name="Chosen">By whom and why, when it was picked by hand; null when the configuration names it.</param>
public sealed record PickedGroupView(GroupUse Use, EntryKey Group, string Name, int Members, bool There, GroupChosen? Chosen);
