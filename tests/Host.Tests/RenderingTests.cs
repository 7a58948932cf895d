using Spectre.Console;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Host.Tests;

/// <summary>What protects the reader: widths are kept, foreign text cannot command the terminal, nothing is hidden.</summary>
public sealed class RenderingTests
{
    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public async Task No_line_is_wider_than_the_screen(int columns)
    {
        await using var world = await new ScriptedWorld().WithLaterCompanyAsync();
        world.Console.Columns = columns;
        foreach (var args in new[] { new[] { "preview", "staff" }, ["sync", "staff", "--yes"], ["history", "john2@corp.example"], ["status"], ["plan", "list", "staff"] })
        {
            var run = await world.RunAsync(args);
            Assert.All(run.Out.Split('\n'), line => Assert.True(line.Length <= columns, $"{args[0]}, {line.Length} characters: {line}"));
        }
    }

    [Fact]
    public async Task Names_cannot_command_the_terminal_or_be_taken_for_markup()
    {
        await using var world = new ScriptedWorld();
        world.Hire("evil", "\u001b[31mRed", "[bold]Brackets[/]");
        foreach (var columns in new int?[] { null, 80, 160 })
        {
            world.Console.Columns = columns;
            var run = await world.RunAsync("preview", "staff");
            Assert.DoesNotContain('\u001b', run.Out);
            Assert.Contains("[bold]", run.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Colours_only_on_a_terminal_and_only_when_wanted()
    {
        Assert.Contains('\u001b', Shown(terminal: true, colours: true));
        Assert.DoesNotContain('\u001b', Shown(terminal: true, colours: false));
        Assert.DoesNotContain('\u001b', Shown(terminal: false, colours: true));
    }

    [Fact]
    public async Task A_file_gets_every_row_on_one_line_and_a_screen_says_what_is_left_out()
    {
        await using var world = await new ScriptedWorld().WithLaterCompanyAsync();
        var file = await world.RunAsync("preview", "staff");
        Assert.Equal(24, file.Out.Split('\n').Count(line => line.Contains("held  Block", StringComparison.Ordinal)));
        world.Console.Columns = 120;
        var screen = await world.RunAsync("preview", "staff");
        Assert.Contains("… and 18 more Block for the same reason (OutsideUnits)", screen.Out, StringComparison.Ordinal);
        Assert.Matches("18 more of this tab: syncengine plan show [0-9a-f]{8} --all", screen.Out);
        var id = screen.Out.Split("plan show ")[1][..8];
        var all = await world.RunAsync("plan", "show", id, "--all");
        Assert.DoesNotContain("more Block", all.Out, StringComparison.Ordinal);
        Assert.Contains("Seller Number23", all.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_tab_shows_some_of_every_reason()
    {
        var rows = Enumerable.Range(0, 300).Select(i => Row(i, i == 299 ? Reason.Drift : i % 100 == 0 ? Reason.SameEmail : Reason.FieldsChanged));
        var groups = RowSample.Of(rows, 10, 8);
        Assert.Equal(10, groups.Sum(g => g.Rows.Count));
        Assert.Equal(290, groups.Sum(g => g.More));
        Assert.All(groups, g => Assert.NotEmpty(g.Rows));
        Assert.Equal(299, RowSample.Of(Enumerable.Range(0, 300).Select(i => Row(i, Reason.Drift)), 0, 6).Sum(g => g.More));
    }

    [Fact]
    public void Short_ids_grow_until_they_tell_rows_apart()
    {
        PlanRow[] rows = [Row(1, Reason.Drift) with { Id = "abcdefa000000000" }, Row(2, Reason.Drift) with { Id = "abcdefb000000000" }];
        Assert.Equal(7, Ids.RowLength(rows));
        Assert.Equal(6, Ids.RowLength(rows[..1]));
        Assert.Equal(6, Ids.RowLength([]));
    }

    [Theory]
    [InlineData("a  \nb \n", "a\nb\n")]
    [InlineData("  a b", "  a b")]
    [InlineData("a\r\nb", "a\nb")]
    public void Plain_output_has_no_blanks_at_line_ends(string text, string expected)
    {
        using var inner = new StringWriter();
        using var writer = new TrimmingWriter(inner);
        writer.Write(text);
        Assert.Equal(expected, inner.ToString());
    }

    [Theory]
    [InlineData(0, "just now")]
    [InlineData(60, "1 minute ago")]
    [InlineData(7_199, "1 hour ago")]
    [InlineData(172_800, "2 days ago")]
    public void Ages_are_in_the_largest_unit(int seconds, string expected) => Assert.Equal(expected, Words.Ago(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void The_hint_keeps_the_configuration_that_was_named()
    {
        Assert.Equal("./run sync staff --config \"/a b/c.json\"", new Hints("./run", "/a b/c.json").Sync(new SyncName("staff")));
        Assert.Equal("syncengine preview staff", new Hints("syncengine", null).Preview(new SyncName("staff")));
    }

    private static PlanRow Row(int number, Reason reason) => new()
    {
        Id = $"{number:x16}", Kind = RowKind.User, Status = RowStatus.Update, Situation = Situation.Confirmed, Reason = reason, Text = "why",
    };

    private static string Shown(bool terminal, bool colours)
    {
        using var writer = new StringWriter();
        new Screen(writer, terminal, colours, 80).Line(("text", new Style(Color.Red)));
        return writer.ToString();
    }
}
