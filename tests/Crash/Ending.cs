using System.Globalization;
using System.Text.Json;
using SyncEngine.Emulators;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.TestSupport;

namespace SyncEngine.Crash;

/// <summary>How a sync ended, on both sides, as text that two endings can be compared by.</summary>
/// <param name="Application">Every account with all it has, every role and every department. People and departments stand by name: ids tell only who came first.</param>
/// <param name="People">What the engine knows of everybody's account and every group's role: links, bases, before-images, memberships it gave.</param>
/// <param name="Remaining">The rows of the plan after it.</param>
/// <param name="Touched">Who was created and who was blocked on the way.</param>
internal sealed record Ending(string Application, string People, string Remaining, string Touched)
{
    internal static async Task<Ending> OfAsync(Host host, PyrusEmulator pyrus, PlanInFull last, CancellationToken cancellationToken)
    {
        var people = await host.Engine.ReadStatesAsync(new SystemName(TwentyRows.Directory), EntryKind.Account, null, cancellationToken)
            .OrderBy(person => person.Key.Anchor, StringComparer.Ordinal).ToListAsync(cancellationToken);
        var groups = await host.Engine.ReadStatesAsync(new SystemName(TwentyRows.Directory), EntryKind.Group, null, cancellationToken)
            .OrderBy(group => group.Key.Anchor, StringComparer.Ordinal).ToListAsync(cancellationToken);
        return new Ending(
            OfApplication(pyrus),
            string.Join('\n', people.Select(person => OfPerson(person, pyrus)).Concat(groups.Select(group => OfGroup(group, pyrus)))),
            string.Join('\n', last.Rows.Select(row => $"{row.Id} {row.Status} {row.Reason} {row.Selected} {row.Text}")),
            string.Join('\n', Claims.Created(pyrus).Keys.Concat(Claims.Blocked(pyrus).Keys).Order(StringComparer.Ordinal)));
    }

    /// <summary>What differs from another ending, or null.</summary>
    internal string? Difference(Ending whole) =>
        Difference("application", whole.Application, Application) ?? Difference("people", whole.People, People)
        ?? Difference("rows", whole.Remaining, Remaining) ?? Difference("touched", whole.Touched, Touched);

    private static string? Difference(string what, string expected, string actual)
    {
        var (wanted, found) = (expected.Split('\n'), actual.Split('\n'));
        return expected == actual
            ? null
            : $"{what}: instead of\n    {string.Join("\n    ", wanted.Except(found, StringComparer.Ordinal))}\n  there is\n    {string.Join("\n    ", found.Except(wanted, StringComparer.Ordinal))}";
    }

    private static string OfApplication(PyrusEmulator pyrus)
    {
        var accounts = pyrus.Members
            .Select(member => JsonSerializer.Serialize(member with { Id = 0, DepartmentId = null, SecurityKey = null }) + " in " + PathOf(pyrus, member.DepartmentId));
        var roles = pyrus.Roles.Select(role => $"role {role.Name}: {string.Join(' ', role.MemberIds.Select(id => Email(pyrus, id)).Order(StringComparer.Ordinal))}");
        return string.Join('\n', accounts.Concat(roles).Concat(pyrus.Departments.Select(department =>
            $"department {PathOf(pyrus, department.Id)} of {(department.ManagerId is { } manager ? Email(pyrus, (int)manager) : null)}")).Order(StringComparer.Ordinal));
    }

    private static string OfPerson(EntryState person, PyrusEmulator pyrus) => string.Join(
        "; ",
        person.Links.Select(link =>
            $"{link.Target} {Email(pyrus, int.Parse(link.AccountId, null))}, blocked by us: {link.BlockedByEngine}, before: {link.BeforeImage}, " +
            $"owed: {string.Join(' ', link.RolesOwed)}, applied: {link.LastApplied}, echo: {link.LastEcho}")
        .Prepend($"{person.Key.Anchor} {person.Presence}"));

    private static string OfGroup(EntryState group, PyrusEmulator pyrus) => string.Join(
        "; ",
        group.Links.Select(link =>
            $"role {pyrus.Roles.FirstOrDefault(role => role.Id.ToString(CultureInfo.InvariantCulture) == link.AccountId)?.Name} ({link.Origin}), applied: {link.LastApplied}, echo: {link.LastEcho}, " +
            $"given: {string.Join(' ', (link.Granted ?? []).Select(id => Email(pyrus, int.Parse(id, CultureInfo.InvariantCulture))).Order(StringComparer.Ordinal))}")
        .Prepend($"{group.Key.Anchor} {group.Presence}"));

    private static string? Email(PyrusEmulator pyrus, int id) => pyrus.FindMember(id)?.Email;

    private static string PathOf(PyrusEmulator pyrus, long? id) =>
        pyrus.Departments.FirstOrDefault(department => department.Id == id) is { } found ? PathOf(pyrus, found.ParentId) + "/" + found.DepartmentName : "";
}
