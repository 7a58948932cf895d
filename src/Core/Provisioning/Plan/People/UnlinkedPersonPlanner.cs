using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>Decides the row of a person without a link: a new account, a bind, a block of a leaver's account, or what stands against it. Pure.</summary>
internal sealed class UnlinkedPersonPlanner(PlanningWorld world, RowDraft draft)
{
    private readonly BindObstacles obstacles = new(world, draft);
    private readonly FurtherSourcePlanner further = new(world, draft);

    internal (PlanRow? Row, Silence Silence) Plan(EntryState person)
    {
        if (person.Presence != EntryPresence.Present)
        {
            return (null, Silence.None);
        }

        var verdict = world.Verdict(person);
        if (verdict is ScopeVerdict.OutsideGroups or ScopeVerdict.ExcludedGroup or ScopeVerdict.Undetermined)
        {
            return (null, Silence.OutOfScope);
        }

        if (!person.Enabled && world.Policy.BlockDisabledAnywhere && further.Row(person) is { } known)
        {
            return (known, Silence.None);
        }

        if (!person.Enabled)
        {
            return LeaverNeverLinked(person) is { } row ? (row, Silence.None) : (null, Silence.Noop);
        }

        return verdict switch
        {
            ScopeVerdict.OutsideUnits => (null, Silence.OutOfScope),
            ScopeVerdict.NoUnit => (draft.Of(
                RowStatus.Conflict, Situation.Unqualified, Reason.NoUnit,
                $"{PersonNames.Of(person)} stands directly under the root of {person.Key.System}, so the units rule cannot judge. " +
                "Move the person into a unit, or set NoUnit in the scope rule.", person, null), Silence.None),
            _ => (InScope(person), Silence.None),
        };
    }

    /// <summary>Disabled, never linked, but an account with the address still has access: bound and blocked in one row.</summary>
    private PlanRow? LeaverNeverLinked(EntryState person)
    {
        if (Email(person) is not { } email
            || Rivals(person, email, world.Policy.BlockDisabledAnywhere).Count > 0
            || world.Correlator.AccountsWith(email).Where(a => a.Enabled).ToList() is not [var account]
            || account.Attributes[AttributeNames.AccountType] is not null
            || world.Correlator.LinkedTo(account.Key.Anchor).Any())
        {
            return null;
        }

        var name = PersonNames.Of(person);
        if (ProtectedAccounts.IsSelf(account) || ProtectedAccounts.IsAdministrator(account))
        {
            return draft.Of(
                RowStatus.Conflict, Situation.Found, Reason.Protected,
                $"{name} is disabled in {person.Key.System}, but account {account.Key.Anchor} with the same address is an administrator's or the engine's own. " +
                $"Settle it by hand in {world.Target}.", person, account);
        }

        if (!world.Persons.IsComplete(person))
        {
            return draft.Of(
                RowStatus.Deferred, Situation.Found, Reason.ReadIncomplete,
                $"{name} is disabled in {person.Key.System}. But a reading was incomplete, so nobody loses access by this plan.", person, account);
        }

        return draft.Block(
            Situation.Found, Reason.SourceDisabled,
            $"{name} is disabled in {person.Key.System}, but account {account.Key.Anchor} with the same address still has access to {world.Target}. " +
            "It will be bound and its access taken away.",
            person, account, selected: NameSimilarity.MayBeSamePerson(person, account), [Effect.Link, Effect.Block]);
    }

    private PlanRow InScope(EntryState person)
    {
        if (PersonData.Problem(person, world.Fields) is { } problem)
        {
            return draft.Of(RowStatus.Invalid, Situation.Absent, problem.Reason, problem.Text, person, null);
        }

        var email = Email(person)!.Value;
        var others = Rivals(person, email, ofSource: true);
        if (others.Count > 0)
        {
            var names = string.Join(", ", others.Select(o => $"{PersonNames.Of(o)} ({o.Attributes[AttributeNames.Login] ?? o.Key.Anchor})"));
            return draft.Of(
                RowStatus.Conflict, Situation.Ambiguous, Reason.AmbiguousSource,
                $"{PersonNames.Of(person)} shares the address {email} with {names} in {person.Key.System}. Give each person one address.", person, null);
        }

        if (further.Row(person) is { } known)
        {
            return known;
        }

        return world.Correlator.AccountsWith(email).Where(account => !IsLeavingAddress(account, email)).ToList() switch
        {
            [] => ByAlias(person) ?? New(person),
            [var account] => Found(person, account, null),
            var several => Several(person, several),
        };
    }

    /// <summary>The account's owner gets another address by this very plan; <see cref="EmailMoves"/> then puts the rows in order.</summary>
    private bool IsLeavingAddress(EntryState account, EmailKey email) =>
        world.Policy.Map.ContainsKey(AttributeNames.Email)
        && world.Correlator.LinkedTo(account.Key.Anchor).FirstOrDefault() is { } first
        && world.Persons.Of(first).Lead is var owner
        && PlanningWorld.IsActive(owner)
        && world.Verdict(owner) == ScopeVerdict.InScope
        && EmailKey.TryFrom(world.Fields.Desired(owner, AttributeNames.Email)) is { } next
        && world.Correlator.Match(next) != world.Correlator.Match(email);

    /// <summary>Others who lay claim to the address: in the person's own source, or in any.</summary>
    private List<EntryState> Rivals(EntryState person, EmailKey email, bool ofSource) =>
        [.. world.Claimants(email).Where(other => other.Key != person.Key && (!(ofSource && world.Persons.Several) || other.Key.System == person.Key.System))];

    private PlanRow New(EntryState person)
    {
        if (!world.TargetComplete)
        {
            return draft.Of(
                RowStatus.Deferred, Situation.Absent, Reason.ReadIncomplete,
                $"{PersonNames.Of(person)} is active in {person.Key.System}. But the reading of {world.Target} was incomplete, so the account may be there unseen; none is made.",
                person, null);
        }

        var changes = world.Fields.ForNew(person);
        return draft.Of(
            RowStatus.New, Situation.Absent, Reason.NewInSource,
            $"{PersonNames.Of(person)} is active in {person.Key.System} and has no account in {world.Target}. It will be made, and the person invited.",
            person, null, selected: true,
            effects: changes.Any(change => NativeNames.IsNative(change.Field)) ? [Effect.CreateAccount, Effect.Update] : [Effect.CreateAccount], changes: changes);
    }

    private PlanRow? ByAlias(EntryState person)
    {
        var found = person.Attributes.Values(AttributeNames.Aliases)
            .Select(EmailKey.TryFrom).OfType<EmailKey>()
            .SelectMany(world.Correlator.AccountsWith)
            .DistinctBy(a => a.Key)
            .Where(a => !world.Correlator.LinkedTo(a.Key.Anchor).Any())
            .ToList();
        if (found is not [var account] || obstacles.Row(person, account) is not null)
        {
            return null;
        }

        var compared = world.Fields.Compare(person, account, null);
        return Bind(
            person, account, compared, Reason.SameAlias,
            $"Account {account.Key.Anchor} has {account.Attributes[AttributeNames.Email]}, a further address of {PersonNames.Of(person)}. " +
            "Select the row if it is the same person; otherwise no account is made.", selected: false);
    }

    private PlanRow Several(EntryState person, List<EntryState> several)
    {
        var active = several.Where(a => a.Enabled).ToList();
        var ids = string.Join(", ", several.Select(a => a.Key.Anchor));
        return active is [var only] && several.Count == 2
            ? Found(person, only, $" (the other account with this address, {several.Single(a => !a.Enabled).Key.Anchor}, is blocked)")
            : draft.Of(
                RowStatus.Conflict, Situation.Ambiguous, Reason.AmbiguousTarget,
                $"{world.Target} has several accounts with the address of {PersonNames.Of(person)}: {ids}. Keep one of them{Older(active)}.", person, null);
    }

    /// <summary>After a domain was renamed: the account that still has the old address was there before the other one, and has the work.</summary>
    private string Older(List<EntryState> accounts) =>
        accounts.Where(a => EmailKey.TryFrom(a.Attributes[AttributeNames.Email]) is { } key && world.Policy.DomainAliases?.ContainsKey(key.Domain) == true).ToList() is [var older]
        && accounts.Count > 1
            ? $": probably {older.Key.Anchor}, which has the address from before the domain was renamed ({older.Attributes[AttributeNames.Email]})"
            : "";

    private PlanRow Found(EntryState person, EntryState account, string? note)
    {
        if (obstacles.Row(person, account) is { } obstacle)
        {
            return obstacle;
        }

        var name = PersonNames.Of(person);
        var compared = world.Fields.Compare(person, account, null);
        if (world.Correlator.LinkedTo(account.Key.Anchor).FirstOrDefault() is { } dead)
        {
            return Bind(
                person, account, compared, Reason.Relink,
                $"Account {account.Key.Anchor} belonged to {PersonNames.Of(dead)} ({dead.Key.Anchor}), who is gone from {dead.Key.System}; {name} ({person.Key.Anchor}) " +
                "has the same address. Select the row only if it is the same person.", selected: false);
        }

        if (!account.Enabled)
        {
            return draft.Of(
                RowStatus.Unblock, Situation.Found, Reason.BlockedByHand,
                $"Account {account.Key.Anchor} has the address of {name} but is blocked in {world.Target}, by somebody else than this engine. " +
                "Select the row to bind it and give it access.",
                person, account, selected: false, effects: WithUpdate(compared, Effect.Link, Effect.Unblock), changes: compared.Changes);
        }

        if (person.Pending.Any(p => p.Target == world.Target && p.Action == ChangeAction.CreateAccount))
        {
            return Bind(
                person, account, compared, Reason.CreatedEarlier,
                $"Account {account.Key.Anchor} was made for {name} by an earlier sync whose answer was lost; it will be linked.", selected: true);
        }

        if (obstacles.Consent(person, account) is { } consent)
        {
            return Bind(
                person, account, compared, Reason.BindConsented,
                $"Account {account.Key.Anchor} has the address of {name} and is an administrator's; {consent.By} consented to bind them: {consent.Reason}.", selected: true);
        }

        return NameSimilarity.MayBeSamePerson(person, account)
            ? Bind(
                person, account, compared, Reason.SameEmail,
                $"Account {account.Key.Anchor} in {world.Target} has the address of {name}; they will be bound{note}.", selected: true)
            : Bind(
                person, account, compared, Reason.NamesDiffer,
                $"Account {account.Key.Anchor} has the address of {name} but the name {PersonNames.Of(account)}. Select the row if it is the same person.",
                selected: false);
    }

    private PlanRow Bind(EntryState person, EntryState account, ThreeWay compared, Reason reason, string text, bool selected) => draft.Of(
        RowStatus.Bind, Situation.Found, reason, text, person, account, selected, WithUpdate(compared, Effect.Link), compared.Changes);

    private static ImmutableArray<Effect> WithUpdate(ThreeWay compared, params ImmutableArray<Effect> effects) =>
        compared.Changes.Length == 0 ? effects : effects.Add(Effect.Update);

    private EmailKey? Email(EntryState person) => world.Fields.Address(person);
}
