namespace SyncEngine.Host.Tests;

/// <summary>Exceptions, filters and picked groups by command: what they would do is shown, asked, stored, and listed.</summary>
public sealed class RuleTests
{
    [Theory]
    [InlineData("exceptions", "add", "staff", "boris@corp.example", "--reason", "on leave", "--until", "2027-01-31")]
    [InlineData("filters", "add", "staff", "TITLE", "engineer", "--reason", "have their own")]
    [InlineData("groups", "pick", "staff", "sale", "--reason", "the pilot")]
    public async Task A_decision_is_shown_asked_and_stored_only_when_the_answer_is_yes(string family, params string[] args)
    {
        await using var world = await CompanyAsync();
        world.Console.Columns = 120;
        string[] all = [family, .. args];
        world.Console.Typed = "n\n";
        var no = await world.RunAsync(all);
        Assert.Equal(2, no.ExitCode);
        Assert.Contains("Nothing was stored.", no.Error, StringComparison.Ordinal);
        var before = await world.RunAsync(family, "list", "staff");

        world.Console.Typed = "yes\n";
        var yes = await world.RunAsync(all);
        Assert.Equal(0, yes.ExitCode);
        Golden.Check($"{family}-{args[0]}-120.txt", yes.Out);
        var after = await world.RunAsync(family, "list", "staff");
        Assert.NotEqual(before.Out, after.Out);
        Golden.Check($"{family}-list-120.txt", after.Out);
        Golden.Check($"{family}-list.json", (await world.RunAsync(family, "list", "staff", "--json")).Out);
    }

    [Fact]
    public async Task The_effect_as_json()
    {
        await using var world = await CompanyAsync();
        var run = await world.RunAsync("filters", "add", "staff", "department", "r&d", "--reason", "x", "--yes", "--json");
        Assert.Equal(0, run.ExitCode);
        Golden.Check("filters-add.json", run.Out);
        Assert.Equal(2, run.Json.GetProperty("after").GetProperty("Frozen").GetInt32());
    }

    [Fact]
    public async Task Rows_of_the_newest_plan_are_excluded_by_their_ids_and_let_in_again_by_name()
    {
        await using var world = await CompanyAsync();
        var plan = (await world.RunAsync("preview", "staff", "--json")).Json;
        var rows = plan.GetProperty("rows").EnumerateArray().ToList();
        var anna = rows.Single(r => Login(r) == "anna").GetProperty("id").GetString()!;
        var robot = rows.Single(r => r.GetProperty("status").GetString() == "Unmanaged").GetProperty("id").GetString()!;
        Assert.Equal(0, (await world.RunAsync("exceptions", "add", "staff", "--row", anna[..6], "--row", robot, "--reason", "x", "--yes")).ExitCode);
        var frozen = (await world.RunAsync("preview", "staff", "--json")).Json.GetProperty("rows").EnumerateArray().Where(r => r.GetProperty("status").GetString() == "Frozen");
        Assert.Equal(2, frozen.Count());

        Assert.Equal(0, (await world.RunAsync("exceptions", "remove", "staff", "Anna Ivanova", "robot@corp.example", "--reason", "y", "--yes")).ExitCode);
        Assert.Contains("Nobody is excluded.", (await world.RunAsync("exceptions", "list", "staff")).Out, StringComparison.Ordinal);

        static string? Login(System.Text.Json.JsonElement row) =>
            row.GetProperty("source") is { ValueKind: System.Text.Json.JsonValueKind.Object } source ? source.GetProperty("login").GetString() : null;
    }

    [Theory]
    [InlineData(64, "Usage", "exceptions", "add", "staff", "--reason", "x", "--yes")]
    [InlineData(64, "Usage", "exceptions", "add", "staff", "anna@corp.example", "--reason", " ", "--yes")]
    [InlineData(64, "Usage", "exceptions", "add", "staff", "anna@corp.example", "--reason", "x", "--until", "tomorrow", "--yes")]
    [InlineData(64, "Usage", "exceptions", "add", "staff", "anna@corp.example", "--reason", "x")]
    [InlineData(1, "PersonNotFound", "exceptions", "add", "staff", "nobody@corp.example", "--reason", "x", "--yes")]
    [InlineData(1, "EndPassed", "exceptions", "add", "staff", "anna@corp.example", "--reason", "x", "--until", "2020-01-01", "--yes")]
    [InlineData(1, "NoException", "exceptions", "remove", "staff", "anna@corp.example", "--reason", "x", "--yes")]
    [InlineData(1, "FilterEmpty", "filters", "add", "staff", "title", " ", "--reason", "x", "--yes")]
    [InlineData(1, "FieldUnknown", "filters", "add", "staff", "titel", "x", "--reason", "x", "--yes")]
    [InlineData(1, "NoFilter", "filters", "remove", "staff", "title", "x", "--reason", "x", "--yes")]
    [InlineData(1, "GroupAmbiguous", "groups", "pick", "staff", "s", "--reason", "x", "--yes")]
    [InlineData(1, "GroupUnknown", "groups", "pick", "staff", "london", "--reason", "x", "--yes")]
    [InlineData(1, "NoPicks", "groups", "unpick", "staff", "--all", "--reason", "x", "--yes")]
    [InlineData(64, "Usage", "groups", "pick", "staff", "--reason", "x", "--yes")]
    public async Task What_makes_no_sense_is_one_error_with_a_code(int exit, string code, params string[] args)
    {
        await using var world = await CompanyAsync();
        var run = await world.RunAsync([.. args, "--json"]);
        Assert.Equal((exit, code), (run.ExitCode, run.Json.GetProperty("error").GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_row_about_those_who_wait_for_a_role_names_nobody_who_could_be_excluded()
    {
        await using var world = await CompanyAsync();
        Assert.Equal(0, (await world.RunAsync("groups", "pick", "staff", "Sales", "--roles", "--reason", "x", "--yes")).ExitCode);
        Assert.Equal(0, (await world.RunAsync("exceptions", "add", "staff", "anna@corp.example", "--reason", "x", "--yes")).ExitCode);
        await world.RunAsync("preview", "staff");
        await world.RunAsync("sync", "staff", "--yes");
        var waiting = (await world.RunAsync("preview", "staff", "--json")).Json.GetProperty("rows").EnumerateArray().Single(r => r.GetProperty("reason").GetString() == "MembersWait");
        Assert.NotNull(waiting.GetProperty("target").GetProperty("id").GetString());

        var run = await world.RunAsync("exceptions", "add", "staff", "--row", waiting.GetProperty("id").GetString()!, "--reason", "x", "--yes");
        Assert.Equal(64, run.ExitCode);
        Assert.Contains("is about nobody who could be excluded", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ambiguous_and_unknown_groups_come_with_candidates()
    {
        await using var world = await CompanyAsync();
        Assert.Contains("Sales; Staff", (await world.RunAsync("groups", "pick", "staff", "s", "--reason", "x", "--yes")).Error, StringComparison.Ordinal);
        Assert.Contains("There are: Sales; Staff", (await world.RunAsync("groups", "pick", "staff", "zzz", "--reason", "x", "--yes")).Error, StringComparison.Ordinal);
        Assert.Contains("Sales", (await world.RunAsync("groups", "list", "staff", "sal")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shell_completes_the_names_of_groups_from_what_was_read()
    {
        await using var world = await CompanyAsync();
        Assert.StartsWith("Sales\nStaff\n", (await world.RunAsync("[suggest:19]", "groups pick staff s")).Out, StringComparison.Ordinal);
    }

    private static async Task<ScriptedWorld> CompanyAsync()
    {
        var world = new ScriptedWorld().WithCompany();
        world.Group("g-sales", "Sales", "guid-anna", "guid-boris");
        world.Group("g-staff", "Staff", "guid-anna");
        await world.RunAsync("preview", "staff");
        return world;
    }
}
