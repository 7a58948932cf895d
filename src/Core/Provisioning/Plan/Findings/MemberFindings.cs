using System.Globalization;

namespace SyncEngine.Provisioning;

/// <summary>Sentences about what is odd in the picked groups, and harms nobody.</summary>
internal sealed class MemberFindings(PlanningWorld world)
{
    private const int NamesMax = 5;

    internal IEnumerable<Finding> All() => [.. Circle(), .. NotRead()];

    private IEnumerable<Finding> Circle()
    {
        var circle = world.Scope.Membership.Circles();
        if (circle.Count > 0)
        {
            var names = string.Join(", ", circle.Take(NamesMax).Select(name => $"'{name}'"));
            yield return new Finding(
                "GroupCircle",
                $"{(circle.Count == 1 ? "A picked group contains itself" : "Picked groups contain each other")}: {names}{(circle.Count > NamesMax ? ", …" : "")}. " +
                $"Everybody in them counts once all the same; correct it in {world.SourceNames} if it is not meant.",
                0);
        }
    }

    /// <summary>Only a complete reading tells who is not in it.</summary>
    private IEnumerable<Finding> NotRead()
    {
        if (world.MembersNotRead > 0 && world.ReadsComplete)
        {
            yield return new Finding(
                "MembersNotRead",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{world.MembersNotRead} member(s) of the picked groups are not among the people read of {world.SourceNames}: they stand outside of the base, or are no people. ") +
                "They get no account; read a wider base if they shall.",
                0);
        }
    }
}
