using SyncEngine.Provisioning;

namespace SyncEngine.Tests.Provisioning;

/// <summary>A limit of which only one part is configured keeps the others.</summary>
public sealed class LimitDefaultsTests
{
    [Theory]
    [InlineData("Block", 500, null, "BlockAbsent", 44, 44, true)]
    [InlineData("Block", 500, 100, "BlockAbsent", 44, 44, false)]
    [InlineData("Block", null, 50, "BlockAbsent", 21, 1_000, true)]
    [InlineData("BlockAbsent", 500, null, "BlockAbsent", 44, 44, true)]
    [InlineData("BlockAbsent", null, 100, "BlockDisabled", 44, 44, true)]
    [InlineData("New", 10, null, "New", 11, 1_000, true)]
    [InlineData("New", 10, null, "New", 10, 1, false)]
    public void What_is_not_said_is_the_default(string name, int? max, int? percent, string counted, int count, int links, bool held)
    {
        var options = new SyncOptions().From("corp-ad").To("pyrus").Limit(name, max, percent);
        var judge = new LimitJudge();
        for (var i = 0; i < count; i++)
        {
            judge.See(Row(counted, i));
        }

        Assert.Equal(held, judge.Held(PolicyFactory.Make(options, null, []), links).Any(limit => limit.Limit == counted));
    }

    private static PlanRow Row(string limit, int number) => new()
    {
        Id = number.ToString("x16", System.Globalization.CultureInfo.InvariantCulture),
        Kind = RowKind.User,
        Status = limit == "New" ? RowStatus.New : RowStatus.Block,
        Reason = limit switch { "New" => Reason.NewInSource, "BlockDisabled" => Reason.SourceDisabled, _ => Reason.SourceAbsent },
        Situation = Situation.Confirmed,
        Text = "",
        Selected = true,
    };
}
