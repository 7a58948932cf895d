using System.Collections.Immutable;
using System.Globalization;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Audit;

/// <summary>Tells the chain from read to row: readings, entry, scope, exceptions. What follows them is told by <see cref="ExplainRow"/>. Pure.</summary>
internal static class Explainer
{
    internal static Explanation Explain(ExplainScene scene)
    {
        var decisive = Decisive(scene);
        IEnumerable<ExplainStep> steps =
        [
            Read(scene), Entry(scene), .. scene.IsAccount ? Array.Empty<ExplainStep>() : [Groups(scene), Units(scene)], Exceptions(scene), .. ExplainRow.Steps(scene),
        ];
        return new Explanation(
            scene.Plan, scene.Person.Key, PersonNames.Of(scene.Person), scene.Row,
            [.. scene.Related.Select(row => new RelatedRow(row, Otherwise.Of(scene, row)))],
            [.. steps.Select(step => step with { Decisive = step.Stage == decisive })], Result(scene), Otherwise.Of(scene));
    }

    /// <summary>The stage that gave the row its reason, or that left the person out.</summary>
    internal static ExplainStage Decisive(ExplainScene scene) => scene.Row?.Reason switch
    {
        Reason.SourceDisabled or Reason.SourceDeleted or Reason.SourceAbsent or Reason.AbsenceUnconfirmed => ExplainStage.Entry,
        Reason.OutOfScope when scene.Person.Presence == EntryPresence.Disappeared => ExplainStage.Entry,
        Reason.OutOfScope or Reason.GroupUnreadable => ExplainStage.Groups,
        Reason.OutsideUnits or Reason.NoUnit => ExplainStage.Units,
        Reason.PolicyChanged when scene.Row.Status == RowStatus.Update => ExplainStage.Comparison,
        Reason.PolicyChanged => scene.World.Verdict(scene.Person) == ScopeVerdict.OutsideUnits ? ExplainStage.Units : ExplainStage.Groups,
        Reason.Excluded or Reason.ExcludedButInactive or Reason.Filtered or Reason.FilteredButInactive or Reason.GroupExcluded => ExplainStage.Exceptions,
        Reason.ReadIncomplete => ExplainStage.Read,
        Reason.Protected or Reason.ReceiverMissing => ExplainStage.Protection,
        Reason.FieldsChanged or Reason.Drift or Reason.FlipFlop or Reason.RolesOwed or Reason.EmailMissing or Reason.EmailInvalid or Reason.NameMissing or Reason.TooLong
            or Reason.RequiredMissing =>
            ExplainStage.Comparison,
        null when !scene.IsAccount && scene.Link is null => Left(scene),
        null => ExplainStage.Comparison,
        _ => ExplainStage.Correlation,
    };

    private static ExplainStage Left(ExplainScene scene) =>
        scene.Person.Presence != EntryPresence.Present || !scene.Person.Enabled ? ExplainStage.Entry : scene.World.Verdict(scene.Person) switch
        {
            ScopeVerdict.OutsideUnits => ExplainStage.Units,
            ScopeVerdict.ExcludedGroup => ExplainStage.Exceptions,
            _ => ExplainStage.Groups,
        };

    private static ExplainStep Read(ExplainScene scene)
    {
        var reads = scene.Plan.Reads;
        var details = reads.Select(read => string.Create(
            CultureInfo.InvariantCulture,
            $"{read.System} was read {(read.Mode == ReadMode.Full ? "in full" : "for what changed")}{(read.Server is null ? "" : $" from {read.Server}")}: {read.Accounts} accounts, {read.Groups} groups, {read.Units} units; {(read.Complete ? "complete" : $"incomplete: {Cause(read)}")}."));
        var broken = reads.Where(read => !read.Complete).Select(read => read.System.Value).ToList();
        return new ExplainStep(
            ExplainStage.Read,
            broken.Count == 0 ? $"{(reads.Length == 2 ? "Both" : "All")} systems were read to a clean end." : $"The reading of {string.Join(" and ", broken)} was incomplete, so nothing rests on who is missing.",
            $"run {scene.Plan.Run}; {string.Join("; ", reads.Select(read => $"{read.System} = {read.Identity}"))}", false)
        {
            Details = [.. details],
        };
    }

    private static string Cause(Receipt read) => read.Problems.FirstOrDefault(p => p.Breaking)?.Message.TrimEnd('.') ?? "it was cut";

    private static ExplainStep Entry(ExplainScene scene)
    {
        var person = scene.Person;
        var system = person.Key.System;
        var what = (person.Presence, person.Enabled) switch
        {
            (EntryPresence.Disappeared, _) => person.Disappearance switch
            {
                DisappearanceReason.Deleted => $"The entry was deleted in {system}.",
                DisappearanceReason.Absent => $"The entry is no longer in {system}, and that is confirmed.",
                _ => $"The entry still exists in {system}, but outside of what is read.",
            },
            (EntryPresence.Missed, _) => $"The last complete reading of {system} did not have the entry; one such reading is a suspicion, not a fact.",
            (_, false) => $"The entry is in {system}, and disabled there.",
            _ => $"The entry is in {system}, and active.",
        };
        var when = scene.Seen is { } seen ? $" First seen {At(seen.First)}, last changed {At(seen.Last)}." : "";
        var disabled = person is { Presence: not EntryPresence.Present, Enabled: false } ? " It was disabled when it was last seen." : "";
        return new ExplainStep(ExplainStage.Entry, what + disabled + when, person.Evidence ?? $"{system} {person.Key.Anchor}", false)
        {
            Details = [.. scene.Others.Select(other => $"The same person is {other.Key.Anchor} in {other.Key.System}: {Standing(other, scene.World)}.")],
        };
    }

    private static string Standing(EntryState entry, PlanningWorld world) => (entry.Presence, entry.Enabled) switch
    {
        (EntryPresence.Disappeared, _) => "gone",
        (EntryPresence.Missed, _) => "missed by the last reading",
        (_, false) => "disabled",
        _ => world.Verdict(entry) == ScopeVerdict.InScope ? "active" : "active, but not in scope",
    };

    private static string At(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static ExplainStep Groups(ExplainScene scene)
    {
        var world = scene.World;
        var membership = world.Scope.Membership;
        if (membership.Everyone)
        {
            return new ExplainStep(ExplainStage.Groups, "No group is picked, so everyone counts.", "PickedGroups is not set", false);
        }

        var picked = world.Policy.PickedGroups!.Value;
        if (scene.Ways.Length > 0)
        {
            var ways = scene.Ways.Select(way => string.Join(" > ", way.Select(name => $"'{name}'"))).ToList();
            return new ExplainStep(ExplainStage.Groups, $"A member of the picked groups, by {string.Join(" and by ", ways)}.", ways[0], false);
        }

        var names = picked.Length == 0 ? "the list is empty" : string.Join(", ", picked.Select(group => $"'{group.Text}'"));
        var missing = membership.Missing.Length == 0 ? "" : $" {string.Join(", ", membership.Missing.Select(group => $"'{group.Text}'"))} could not be found, so it cannot be said for sure.";
        var text = world.Verdict(scene.Person) == ScopeVerdict.ExcludedGroup
            ? "A member of the picked groups only through excluded ones, which are not entered."
            : $"In none of the picked groups ({names}).{missing}";
        return new ExplainStep(ExplainStage.Groups, text, names, false);
    }

    private static ExplainStep Units(ExplainScene scene)
    {
        var world = scene.World;
        var rule = world.Policy.Scope;
        var path = world.Units.PathAbove(scene.Person);
        var names = string.Join('/', path.Select(UnitTree.NameOf));
        if (path.Length == 0)
        {
            return new ExplainStep(ExplainStage.Units, "Stands in no unit.", $"NoUnit = {rule.NoUnit}", false);
        }

        var decision = UnitDecision.Of(rule, [.. path.Select(unit => new UnitStep(unit.Key.Anchor, UnitTree.NameOf(unit)))]);
        var text = (decision.Admits, decision.Word) switch
        {
            (true, null) => $"Stands in '{names}'; the units rule is off.",
            (true, var word) => $"Stands in '{names}'; the unit '{decision.Unit}' is admitted by the word '{word}'.",
            (false, null) => $"Stands in '{names}', which none of the words {string.Join(", ", rule.Words.Select(w => $"'{w}'"))} admits ({(rule.Level == ScopeLevel.Nearest ? "the nearest unit counts" : "any unit above counts")}).",
            (false, var word) => $"Stands in '{names}'; the unit '{decision.Unit}' is kept out by the word '{word}'.",
        };
        return new ExplainStep(
            ExplainStage.Units, text, decision.Word is { } by ? $"unit '{decision.Unit}', word '{by}', mode {rule.Mode}" : $"mode {rule.Mode}, level {rule.Level}", false);
    }

    private static ExplainStep Exceptions(ExplainScene scene)
    {
        var world = scene.World;
        var restraint = scene.IsAccount ? world.Restraints.OfAccount(scene.Person.Key.Anchor) : world.Persons.RestraintOf(scene.Person) ?? world.Restraints.OfAccount(scene.Row?.Target?.Id);
        var ended = scene.IsAccount ? null : world.Restraints.Ended(scene.Person);
        return restraint is not null
            ? new ExplainStep(ExplainStage.Exceptions, $"{PersonNames.Of(scene.Person)} {restraint.Text}", restraint.Reason.ToString(), false)
            : new ExplainStep(ExplainStage.Exceptions, ended is null ? "Covered by no exception and no filter." : $"Covered by no exception and no filter any more. {ended}", null, false);
    }

    private static string Result(ExplainScene scene) => scene.Row is { } row ? $"{row.Status} ({row.Reason}): {row.Text}"
        : scene.IsAccount ? "No row: somebody is linked to the account, and the rows are about people."
        : scene.Link is not null ? "No row: the account is as it should be."
        : scene.Person.Presence != EntryPresence.Present ? "No row: the entry is gone, and no account was ever linked to it."
        : scene.World.Verdict(scene.Person) is ScopeVerdict.InScope or ScopeVerdict.NoUnit ? "No row: disabled, and without an account that would have to be blocked."
        : "No row: left out, and without an account.";
}
