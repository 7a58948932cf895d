using System.Collections.Immutable;
using CsCheck;
using SyncEngine.Provisioning;

namespace SyncEngine.Tests.Provisioning;

public sealed class ApplyOrderTests
{
    [Fact]
    public void Departments_first_blocks_last_and_everything_after_what_it_requires()
    {
        var rows = new[]
        {
            Row("block", RowStatus.Block), Row("new", RowStatus.New, "child"), Row("unblock", RowStatus.Unblock), Row("update", RowStatus.Update),
            Row("child", RowStatus.New, "parent") with { Kind = RowKind.Department }, Row("parent", RowStatus.New) with { Kind = RowKind.Department },
        };
        Assert.Equal(["parent", "child", "unblock", "update", "new", "block"], ApplyOrder.Of(rows).Select(r => r.Id));
    }

    [Fact]
    public void Whatever_is_required_no_row_is_lost_or_done_twice() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 9]).List[0, 20].Sample(requires =>
        {
            var rows = Enumerable.Range(0, 10)
                .Select(i => Row($"r{i}", (RowStatus)(i % 5), [.. requires.Where(r => r.Item1 == i).Select(r => $"r{r.Item2}")])).ToList();
            var ordered = ApplyOrder.Of(rows);
            Assert.Equal(rows.Select(r => r.Id).Order(), ordered.Select(r => r.Id).Order());
        });

    [Fact]
    public void Waves_are_the_order_cut_where_a_row_needs_one_before_it_or_the_rank_changes_or_a_role_is_written() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 9]).List[0, 20].Sample(requires =>
        {
            var rows = Enumerable.Range(0, 10)
                .Select(i => Row($"r{i}", (RowStatus)(i % 5), [.. requires.Where(r => r.Item1 == i).Select(r => $"r{r.Item2}")]) with
                {
                    Roles = i % 7 == 3 ? [new RowRole("1", "Sales")] : [],
                }).ToList();
            var waves = ApplyOrder.Waves(rows).ToList();
            Assert.Equal(ApplyOrder.Of(rows), waves.SelectMany(wave => wave));
            foreach (var wave in waves)
            {
                Assert.Single(wave.Select(row => row.Status).Distinct());
                Assert.True(wave.Length == 1 || wave.All(row => row.Roles.Length == 0));
                for (var i = 1; i < wave.Length; i++)
                {
                    Assert.DoesNotContain(wave[i].Requires, id => wave.Take(i).Any(before => before.Id == id));
                }
            }
        });

    private static PlanRow Row(string id, RowStatus status, params string[] requires) => new()
    {
        Id = id, Kind = RowKind.User, Status = status, Situation = Situation.None, Reason = Reason.NewInSource, Text = id, Requires = [.. requires],
    };
}
