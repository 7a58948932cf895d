using SyncEngine.History;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>The one table of event names. Storage format, approved by a test.</summary>
public static class EngineEvents
{
    /// <summary>Every event the engine stores.</summary>
    public static EventTypeMap Map { get; } = new(new Dictionary<string, Type>(StringComparer.Ordinal)
    {
        ["entry_discovered_v1"] = typeof(EntryDiscovered),
        ["entry_changed_v1"] = typeof(EntryChanged),
        ["entry_moved_v1"] = typeof(EntryMoved),
        ["entry_disabled_v1"] = typeof(EntryDisabled),
        ["entry_enabled_v1"] = typeof(EntryEnabled),
        ["members_changed_v1"] = typeof(MembersChanged),
        ["entry_missed_v1"] = typeof(EntryMissed),
        ["entry_disappeared_v1"] = typeof(EntryDisappeared),
        ["entry_reappeared_v1"] = typeof(EntryReappeared),
        ["account_linked_v1"] = typeof(AccountLinked),
        ["account_unlinked_v1"] = typeof(AccountUnlinked),
        ["change_intended_v1"] = typeof(ChangeIntended),
        ["change_confirmed_v1"] = typeof(ChangeConfirmed),
        ["change_refused_v1"] = typeof(ChangeRefused),
        ["change_unknown_v1"] = typeof(ChangeUnknown),
        ["system_identified_v1"] = typeof(SystemIdentified),
        ["system_known_v1"] = typeof(SystemKnown),
        ["cursor_advanced_v1"] = typeof(CursorAdvanced),
        ["read_completed_v1"] = typeof(ReadCompleted),
        ["read_incomplete_v1"] = typeof(ReadIncomplete),
        ["policy_changed_v1"] = typeof(PolicyChanged),
        ["policy_applied_v1"] = typeof(PolicyApplied),
        ["exclusion_added_v1"] = typeof(ExclusionAdded),
        ["exclusion_lifted_v1"] = typeof(ExclusionLifted),
        ["bind_consented_v1"] = typeof(BindConsented),
        ["sync_opened_v1"] = typeof(SyncOpened),
        ["group_picked_v1"] = typeof(GroupPicked),
        ["group_unpicked_v1"] = typeof(GroupUnpicked),
        ["filter_added_v1"] = typeof(FilterAdded),
        ["filter_removed_v1"] = typeof(FilterRemoved),
        ["group_chosen_v1"] = typeof(GroupChosen),
        ["group_dropped_v1"] = typeof(GroupDropped),
        ["group_choice_ended_v1"] = typeof(GroupChoiceEnded),
        ["plan_prepared_v1"] = typeof(PlanPrepared),
        ["plan_held_v1"] = typeof(PlanHeld),
        ["plan_approved_v1"] = typeof(PlanApproved),
        ["plan_rows_chosen_v1"] = typeof(PlanRowsChosen),
        ["plan_rejected_v1"] = typeof(PlanRejected),
        ["plan_superseded_v1"] = typeof(PlanSuperseded),
        ["plan_applied_v1"] = typeof(PlanApplied),
        ["run_started_v1"] = typeof(RunStarted),
        ["row_settled_v1"] = typeof(RowSettled),
        ["run_completed_v1"] = typeof(RunCompleted),
        ["run_interrupted_v1"] = typeof(RunInterrupted),
    });
}
