using SyncEngine.Bench.Company;

namespace SyncEngine.Bench.Tests;

public sealed class BigCompanyTests
{
    private static readonly BigCompany Company = new(3_000);

    [Fact]
    public void Groups_have_exactly_the_members_that_say_so()
    {
        var bySide = Enumerable.Range(0, Company.People).SelectMany(i => Company.GroupsOf(i).Select(g => (Group: g, Person: i))).Order().ToList();
        var byGroup = Enumerable.Range(0, Company.Groups).SelectMany(g => Company.MembersOf(g).Select(i => (Group: g, Person: i))).Order().ToList();
        Assert.Equal(byGroup, bySide);
        Assert.InRange(bySide.Count / (double)Company.People, 5.9, 6.1);
    }

    [Fact]
    public void Every_role_is_there_and_nine_of_ten_are_in_step()
    {
        var roles = Enumerable.Range(0, Company.People).CountBy(BigCompany.RoleOf).ToDictionary();
        Assert.Equal(Enum.GetValues<BigRole>().Length, roles.Count);
        Assert.InRange(roles[BigRole.InStep] / (double)Company.People, 0.9, 0.92);
    }

    [Fact]
    public void Ids_are_each_ones_own()
    {
        var ids = Enumerable.Range(0, Company.People).Select(BigCompany.PersonId)
            .Concat(Enumerable.Range(-1, Company.Groups).Select(BigCompany.GroupId))
            .Concat(Enumerable.Range(-3, Company.Units).Select(BigCompany.UnitId)).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }
}
