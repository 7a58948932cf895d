using CsCheck;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Tests.Provisioning;

public sealed class GroupCirclesTests
{
    /// <summary>Beside the obvious way, which asks of each group whether it can be reached from itself.</summary>
    [Fact]
    public void Exactly_the_groups_that_can_be_reached_from_themselves_stand_in_a_circle() => Gen.Select(Gen.Int[0, 8], Gen.Int[0, 8]).Array[0, 16].Sample(edges =>
    {
        var inner = edges.GroupBy(edge => Group(edge.Item1)).ToDictionary(group => group.Key, group => group.Select(edge => Group(edge.Item2)).ToList());
        Assert.Equal(inner.Keys.Where(group => Below(inner, group).Contains(group)).Order(), new GroupCircles(inner).Find());
    });

    [Fact]
    public void A_chain_of_a_hundred_thousand_groups_needs_no_deep_stack()
    {
        const int Depth = 100_000;
        var inner = Enumerable.Range(0, Depth).ToDictionary(Group, i => new List<EntryKey> { Group((i + 1) % Depth) });
        Assert.Equal(Depth, new GroupCircles(inner).Find().Count);
    }

    private static EntryKey Group(int number) => new(new SystemName("ad"), EntryKind.Group, $"{number}");

    private static HashSet<EntryKey> Below(Dictionary<EntryKey, List<EntryKey>> inner, EntryKey start)
    {
        var below = new HashSet<EntryKey>();
        var open = new Queue<EntryKey>([start]);
        while (open.TryDequeue(out var group))
        {
            foreach (var member in (inner.GetValueOrDefault(group) ?? []).Where(below.Add))
            {
                open.Enqueue(member);
            }
        }

        return below;
    }
}
