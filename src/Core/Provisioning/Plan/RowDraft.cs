using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>Makes rows: the parts that every row of a person or account has in common.</summary>
internal sealed class RowDraft(PlanningWorld world)
{
    internal PlanRow Of(
        RowStatus status, Situation situation, Reason reason, string text, EntryState? person, EntryState? account, bool selected = false,
        ImmutableArray<Effect> effects = default, ImmutableArray<FieldChange> changes = default, ImmutableArray<RowRole> roles = default) => new()
        {
            Id = IdOf(RowKind.User, person?.Key.ToString() ?? account!.Key.ToString()),
            Kind = RowKind.User,
            Status = status,
            Situation = situation,
            Reason = reason,
            Text = text,
            Selected = selected,
            Source = person is null ? null : SourceOf(person),
            Target = account is null ? null : TargetOf(account),
            Effects = effects.IsDefault ? [] : effects,
            Changes = changes.IsDefault ? [] : changes,
            Roles = roles.IsDefault ? [] : roles,
            SourcePrecondition = RowPrecondition.Of(person, world.Target),
            TargetPrecondition = RowPrecondition.Of(account, world.Target),
        };

    /// <summary>A row that takes access away; before that the open work is handed over, when the policy says so.</summary>
    internal PlanRow Block(
        Situation situation, Reason reason, string text, EntryState person, EntryState account, bool selected, ImmutableArray<Effect> effects)
    {
        if (!world.Receivers.Wanted)
        {
            return Of(RowStatus.Block, situation, reason, text, person, account, selected, effects);
        }

        return world.Receivers.Find(person, account) is { } receiver
            ? Of(
                RowStatus.Block, situation, reason, $"{text} The open work goes to {receiver.Name ?? $"account {receiver.Id}"} first.", person, account, selected,
                effects.Insert(effects.Length - 1, Effect.HandOver)) with { Receiver = receiver }
            : Of(
                RowStatus.Conflict, situation, Reason.ReceiverMissing,
                $"{text} But nobody whom TaskReceivers names has an account with access ({string.Join(", ", world.Policy.TaskReceivers!.Value)}), and a block takes the open " +
                "work away for good. End TaskReceivers with an account that is always there, or hand the work over and block the account by hand.",
                person, account);
    }

    /// <summary>
    /// The row of a person whom several sources have: its id and its stream are those of the entry that was linked first, and whoever gets an account is linked to it
    /// with every entry that is active.
    /// </summary>
    internal PlanRow OfPerson(PlanRow row, PersonView person)
    {
        if (person.All.Length == 1)
        {
            return row;
        }

        if (person.Keeper.Key != person.Lead.Key)
        {
            return row with { Id = IdOf(RowKind.User, person.Keeper.Key.ToString()), Keeper = person.Keeper.Key };
        }

        return person.Lead.LinkTo(world.Target) is null
            && row.Status is RowStatus.New or RowStatus.Bind or RowStatus.Unblock
            && row.Reason != Reason.FurtherSource
            && world.Persons.Followers(person).Select(SourceOf).ToImmutableArray() is { Length: > 0 } further
            ? row with { Further = further, Text = $"{row.Text} The person is in {string.Join(", ", further.Select(entry => entry.System))} too." }
            : row;
    }

    /// <summary>The same person or department has the same row id in every plan.</summary>
    internal static string IdOf(RowKind kind, string subject)
    {
        using var writer = new FingerprintWriter();
        return writer.Add((int)kind).Add(subject).Finish().Value[..16];
    }

    internal RowSource SourceOf(EntryState person) => new(
        person.Key.System,
        person.Key.Anchor,
        PersonNames.Of(person),
        person.Attributes[AttributeNames.Email],
        person.Attributes[AttributeNames.Login],
        world.Units.NamesAbove(person) is { Length: > 0 } names ? string.Join('/', names) : null);

    private static RowTarget TargetOf(EntryState account) => new(
        account.Key.Anchor, PersonNames.Of(account), account.Attributes[AttributeNames.Email], Blocks.IsBlocked(account));
}

/// <summary>What people are called in rows and sentences.</summary>
internal static class PersonNames
{
    internal static string Of(EntryState entry)
    {
        var full = CanonicalText.Of($"{entry.Attributes[AttributeNames.FirstName]} {entry.Attributes[AttributeNames.LastName]}");
        return full
            ?? entry.Attributes[AttributeNames.Name]
            ?? entry.Attributes[AttributeNames.Login]
            ?? entry.Attributes[AttributeNames.Email]
            ?? entry.Key.Anchor;
    }
}

/// <summary>The state of one side of a row in one hash, so that a change since the plan is seen.</summary>
internal static class RowPrecondition
{
    internal static Fingerprint Of(EntryState? entry, SystemName target)
    {
        if (entry is null)
        {
            return Fingerprint.None;
        }

        using var writer = new FingerprintWriter();
        return writer.Add(entry.Fingerprint).Add((int)entry.Presence).Add(entry.Enabled).Add(entry.LinkTo(target)?.AccountId).Finish();
    }
}
