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

    /// <summary>The same person or department has the same row id in every plan.</summary>
    internal static string IdOf(RowKind kind, string subject)
    {
        using var writer = new FingerprintWriter();
        return writer.Add((int)kind).Add(subject).Finish().Value[..16];
    }

    private RowSource SourceOf(EntryState person) => new(
        person.Key.System,
        person.Key.Anchor,
        PersonNames.Of(person),
        person.Attributes[AttributeNames.Email],
        person.Attributes[AttributeNames.Login],
        world.Units.Names(person.Parent) is { Length: > 0 } names ? string.Join('/', names) : null);

    private static RowTarget TargetOf(EntryState account) => new(
        account.Key.Anchor, PersonNames.Of(account), account.Attributes[AttributeNames.Email], !account.Enabled);
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
