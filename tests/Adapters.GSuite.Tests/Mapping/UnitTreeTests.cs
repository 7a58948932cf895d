using SyncEngine.Adapters.GSuite.Api;
using SyncEngine.Adapters.GSuite.Mapping;
using SyncEngine.Model;

namespace SyncEngine.Adapters.GSuite.Tests.Mapping;

public sealed class UnitTreeTests
{
    private readonly UnitTree tree = new();

    [Fact]
    public void Parents_come_first_whatever_the_order_of_the_list()
    {
        var records = tree.Add([Unit("3", "/A/B/C", "2"), Unit("1", "/A", "0"), Unit("2", "/A/B", "1"), Unit("4", "/D", "0")]);

        Assert.Equal(["id:1", "id:4", "id:2", "id:3"], records.Select(record => record.Anchor));
        Assert.Equal([null, null, "id:1", "id:2"], records.Select(record => record.Parent));
        Assert.All(records, record => Assert.Equal(EntryKind.Unit, record.Kind));
        Assert.Equal("C", records[3].Attributes["name"]);
        Assert.Equal((true, "id:3"), (tree.TryFind("/A/B/C", out var anchor), anchor));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/")]
    public void The_root_is_no_unit(string? path) => Assert.Equal((true, null), (tree.TryFind(path, out var anchor), anchor));

    [Fact]
    public void Read_again_it_gives_what_is_new_and_keeps_the_paths_of_before()
    {
        tree.Add([Unit("1", "/A", "0")]);
        var fresh = tree.Add([Unit("1", "/Renamed", "0"), Unit("2", "/Renamed/New", "1")]);

        Assert.Equal(("id:2", "id:1"), (Assert.Single(fresh).Anchor, fresh[0].Parent));
        Assert.All(new[] { "/A", "/Renamed" }, path => Assert.Equal((true, "id:1"), (tree.TryFind(path, out var anchor), anchor)));
        Assert.Equal(0, tree.Unusable);
    }

    [Fact]
    public void What_has_no_id_or_hangs_in_the_air_is_counted_and_left_out()
    {
        var records = tree.Add([null, new GoogleUnit { Name = "x", OrgUnitPath = "/x", ParentOrgUnitPath = "/" }, Unit("5", "/lost/deep", "9"), Unit("6", "/a/b", "7"), Unit("7", "/b/a", "6"), Unit("1", "/A", "0")]);

        Assert.Equal("id:1", Assert.Single(records).Anchor);
        Assert.Equal(5, tree.Unusable);
        Assert.False(tree.TryFind("/lost/deep", out _));
    }

    private static GoogleUnit Unit(string id, string path, string parent) => new()
    {
        OrgUnitId = $"id:{id}",
        Name = path[(path.LastIndexOf('/') + 1)..],
        OrgUnitPath = path,
        ParentOrgUnitId = $"id:{parent}",
        ParentOrgUnitPath = path.LastIndexOf('/') == 0 ? "/" : path[..path.LastIndexOf('/')],
    };
}
