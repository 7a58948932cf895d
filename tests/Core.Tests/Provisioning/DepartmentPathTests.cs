using CsCheck;
using SyncEngine.Provisioning;

namespace SyncEngine.Tests.Provisioning;

public sealed class DepartmentPathTests
{
    [Theory]
    [InlineData("Sales / EMEA/Inside", "/", "Sales|EMEA|Inside")]
    [InlineData(@"R\/D/Lab", "/", "R/D|Lab")]
    [InlineData("Sales > EMEA", ">", "Sales|EMEA")]
    [InlineData("Sales, EMEA", null, "Sales, EMEA")]
    [InlineData("//", "/", null)]
    [InlineData(null, "/", null)]
    public void A_text_is_a_path_of_names(string? text, string? separator, string? names) =>
        Assert.Equal(names, DepartmentPath.Parse(text, separator) is { } path ? string.Join('|', path.Names) : null);

    [Fact]
    public void The_parents_of_a_path_end_at_the_top() => Gen.String[1, 8].List[1, 4].Sample(names =>
    {
        var path = new DepartmentPath([.. names]);
        var depth = 0;
        for (var at = path; at is not null; at = at.Parent)
        {
            depth++;
        }

        Assert.Equal(names.Count, depth);
    });

    [Fact]
    public void Case_and_blanks_do_not_make_another_department() =>
        Assert.Equal(new DepartmentPath(["Sales", "Inside  Team"]).Key, new DepartmentPath([" SALES", "inside team "]).Key);
}
