using CsCheck;
using SyncEngine.Provisioning;

namespace SyncEngine.Tests.Provisioning;

public sealed class GroupCirclesTests
{
    /// <summary>Beside the obvious way, which asks of each group whether it can be reached from itself.</summary>
    [Fact]
    public void Exactly_the_groups_that_can_be_reached_from_themselves_stand_in_a_circle() => Gen.Select(Gen.Int[0, 8], Gen.Int[0, 8]).Array[0, 16].Sample(edges =>
    {
        var inner = edges.GroupBy(edge => $"{edge.Item1}").ToDictionary(group => group.Key, group => group.Select(edge => $"{edge.Item2}").ToList());
        Assert.Equal(inner.Keys.Where(group => Below(inner, group).Contains(group)).Order(StringComparer.Ordinal), new GroupCircles(inner).Find());
    });

    [Fact]
    public void A_chain_of_a_hundred_thousand_groups_needs_no_deep_stack()
    {
        const int Depth = 100_000;
        var inner = Enumerable.Range(0, Depth).ToDictionary(i => $"{i}", i => new List<string> { $"{(i + 1) % Depth}" });
        Assert.Equal(Depth, new GroupCircles(inner).Find().Count);
    }

    private static HashSet<string> Below(Dictionary<string, List<string>> inner, string start)
    {
        var below = new HashSet<string>();
        var open = new Queue<string>([start]);
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
