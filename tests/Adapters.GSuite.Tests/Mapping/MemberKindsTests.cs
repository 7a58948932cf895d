using SyncEngine.Adapters.GSuite.Api;
using SyncEngine.Adapters.GSuite.Mapping;

namespace SyncEngine.Adapters.GSuite.Tests.Mapping;

public sealed class MemberKindsTests
{
    private static readonly GoogleMember?[] Members =
    [
        Member("2", "USER"), Member("g1", "GROUP"), Member("2", "USER"), Member("x1", "EXTERNAL"), Member("C1", "CUSTOMER"), Member("q", null), Member("r", ""), Member("d", "CHROME"),
    ];

    [Fact]
    public void Users_and_groups_are_given_once_and_the_rest_is_counted_by_kind()
    {
        var kinds = new MemberKinds(CustomerMembers.Skip);
        Assert.Equal(["2", "g1"], kinds.Of(Members, () => throw new InvalidOperationException())!.Value);
        Assert.Equal((2, 5), (kinds.Given, kinds.Skipped));
        var told = kinds.Told()!;
        Assert.False(told.Breaking);
        Assert.EndsWith("1 external, 1 of the type CHROME, 1 of the whole customer (CustomerMembers is Skip), 2 without a type.", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_whole_customer_is_everyone_only_when_the_option_says_so()
    {
        var kinds = new MemberKinds(CustomerMembers.Everyone);
        Assert.Equal(["1", "2", "3", "g1"], kinds.Of(Members, () => ["3", "1", "2"])!.Value);
        Assert.DoesNotContain("customer (", kinds.Told()!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("USER")]
    [InlineData("GROUP")]
    public void A_member_that_cannot_be_told_makes_the_members_unknown_and_not_fewer(string type)
    {
        Assert.Null(new MemberKinds(CustomerMembers.Skip).Of([Member("2", "USER"), Member(null, type)], () => []));
        Assert.Null(new MemberKinds(CustomerMembers.Skip).Of([Member("2", "USER"), null], () => []));
    }

    private static GoogleMember Member(string? id, string? type) => new() { Id = id, Type = type };
}
