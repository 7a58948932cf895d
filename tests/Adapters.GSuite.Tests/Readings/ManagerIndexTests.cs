using SyncEngine.Adapters.GSuite.Api;
using SyncEngine.Adapters.GSuite.Reading;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.GSuite.Tests.Readings;

public sealed class ManagerIndexTests : IDisposable
{
    private readonly ManagerIndex index = new(new IdTable());

    public void Dispose() => index.Dispose();

    [Theory]
    [InlineData("boss@corp.example")]
    [InlineData(" BOSS@Corp.Example")]
    [InlineData("b.oss@corp.example")]
    [InlineData("boss@corp.de")]
    public void A_manager_is_found_by_each_of_the_addresses(string email)
    {
        Assert.Null(index.Find(email));
        Assert.Empty(index.Came(Boss));
        Assert.Equal("118374029384029384021", index.Find(email));
    }

    [Fact]
    public void Who_waits_goes_on_complete_when_the_manager_comes()
    {
        index.Wait("b.oss@corp.example", Person("1"));
        index.Wait("boss@corp.example", Person("2"));
        index.Wait("other@corp.example", Person("3"));
        Assert.Equal((3, 3), (index.Waiting, index.Managers));

        var released = index.Came(Boss);

        Assert.Equal(["1", "2"], released.Select(p => p.Anchor).Order(StringComparer.Ordinal));
        Assert.All(released, p => Assert.Equal(("118374029384029384021", "N"), (p.Attributes["manager"], p.Attributes["name"])));
        Assert.Equal((1, 1), (index.Waiting, index.Managers));
    }

    [Fact]
    public void The_most_wanted_is_asked_for_first_and_the_order_of_the_rest_does_not_depend_on_the_list()
    {
        foreach (var (email, person) in new[] { ("a@x.example", "1"), ("b@x.example", "2"), ("b@x.example", "3") })
        {
            index.Wait(email, Person(person));
        }

        Assert.Equal("b@x.example", index.MostWanted());
        using var other = new ManagerIndex(new IdTable());
        other.Wait("b@x.example", Person("2"));
        other.Wait("a@x.example", Person("1"));
        Assert.Equal(index.Wanted(), other.Wanted());

        Assert.All(index.Settle("b@x.example", null), p => Assert.Null(p.Attributes["manager"]));
        Assert.Equal("9", Assert.Single(index.Settle("a@x.example", "9")).Attributes["manager"]);
        Assert.Equal((0, null), (index.Waiting, index.MostWanted()));
    }

    [Theory]
    [InlineData("118374029384029384021")]
    [InlineData("0118374029384029384021")]
    [InlineData("1")]
    [InlineData("0")]
    [InlineData("abc")]
    [InlineData("99999999999999999999999999999999999999999")]
    public void An_id_comes_out_of_the_table_as_it_went_in(string id)
    {
        var ids = new IdTable();
        var packed = ids.Pack(id);
        Assert.Equal(packed, ids.Pack(id));
        Assert.NotEqual(packed, ids.Pack(id + "x"));
        Assert.Equal((id, id + "x"), (ids.Unpack(packed), ids.Unpack(ids.Pack(id + "x"))));
    }

    private static GoogleUser Boss => new()
    {
        Id = "118374029384029384021", PrimaryEmail = "Boss@corp.example", Aliases = ["b.oss@corp.example"], NonEditableAliases = ["boss@corp.de"],
    };

    private static SourceRecord Person(string id) => new() { Kind = EntryKind.Account, Anchor = id, Attributes = AttributeSet.Of(("name", "N")) };
}
