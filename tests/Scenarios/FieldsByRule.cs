using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Scenarios;

/// <summary>How the value of a field is made, who owns it, and what is required: data, and no code.</summary>
public sealed class FieldsByRule
{
    [Theory]
    [InlineData("{title}, {department}", null, 1, LetterCase.AsIs, "Engineer, Sales")]
    [InlineData("{title}, {company}", null, 1, LetterCase.AsIs, "Engineer")]
    [InlineData("{company}", null, 1, LetterCase.AsIs, null)]
    [InlineData(null, null, 1, LetterCase.Upper, "ENGINEER")]
    [InlineData("{login} / {title} / {department}", "/", 2, LetterCase.AsIs, "Engineer")]
    [InlineData("{login} / {title} / {department}", "/", -1, LetterCase.Lower, "sales")]
    [InlineData("{login} / {title}", "/", 3, LetterCase.AsIs, null)]
    public async Task A_value_is_made_by_template_part_and_case(string? template, string? split, int part, LetterCase letters, string? expected)
    {
        using var world = new World(sync => sync.Fields[AttributeNames.Position] = new FieldOptions { Template = template, Split = split, Part = part, Case = letters });
        world.Hire("ada", title: "Engineer", department: "Sales");

        await world.SyncAsync();

        Assert.Equal(expected, world.AccountOf("ada@corp.example")!.Attributes[AttributeNames.Position]);
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task A_table_replaces_whole_values_ignoring_case_and_keeps_the_others()
    {
        using var world = new World(sync => sync.Fields[AttributeNames.Position] = new FieldOptions { Table = { ["eng"] = "Engineer" } });
        world.Hire("ada", title: "ENG");
        world.Hire("bob", "Bob", title: "Chief eng");

        await world.SyncAsync();

        Assert.Equal("Engineer", world.AccountOf("ada@corp.example")!.Attributes[AttributeNames.Position]);
        Assert.Equal("Chief eng", world.AccountOf("bob@corp.example")!.Attributes[AttributeNames.Position]);
    }

    [Fact]
    public async Task An_address_can_be_made_of_the_login_and_people_are_matched_by_it()
    {
        using var world = new World(sync => sync.Fields[AttributeNames.Email] = new FieldOptions { Template = "{login}@apps.example" });
        world.Hire("ada");
        world.Account("ada@apps.example");

        Assert.Equal(Reason.SameEmail, (await world.PrepareAsync()).Row("ada").Reason);
    }

    [Fact]
    public async Task What_belongs_to_the_source_only_at_first_is_the_applications_afterwards()
    {
        using var world = new World(sync => sync.Fields[AttributeNames.Position] = new FieldOptions { Owner = FieldOwner.CreateOnly });
        world.Hire("ada", title: "Engineer");
        await world.SyncAsync();
        Assert.Equal("Engineer", world.AccountOf("ada@corp.example")!.Attributes[AttributeNames.Position]);

        world.Application.Edit(world.AccountOf("ada@corp.example")!.Anchor, a => a with { Attributes = a.Attributes.With(AttributeNames.Position, "Boss") });
        world.Edit("guid-ada", r => r with { Attributes = r.Attributes.With(AttributeNames.Title, "Director") });

        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "Engineer")]
    public async Task What_is_cleared_in_the_source_is_cleared_unless_the_rule_says_otherwise(bool clear, string? left)
    {
        using var world = new World(sync => sync.Fields[AttributeNames.Position] = new FieldOptions { Clear = clear });
        world.Hire("ada", title: "Engineer");
        await world.SyncAsync();
        world.Edit("guid-ada", r => r with { Attributes = r.Attributes.With(AttributeNames.Title) });

        await world.SyncAsync();

        Assert.Equal(left, world.AccountOf("ada@corp.example")!.Attributes[AttributeNames.Position]);
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task Who_lacks_what_is_required_gets_no_account_until_it_is_there()
    {
        using var world = new World(sync => sync.Fields[AttributeNames.Position] = new FieldOptions { Required = true });
        world.Hire("ada");
        var row = (await world.PrepareAsync()).Row("ada");
        Assert.Equal((RowStatus.Invalid, Reason.RequiredMissing), (row.Status, row.Reason));
        Assert.Contains("'position'", row.Text, StringComparison.Ordinal);

        world.Edit("guid-ada", r => r with { Attributes = r.Attributes.With(AttributeNames.Title, "Engineer") });
        Assert.Equal(RowStatus.New, (await world.PrepareAsync()).Row("ada").Status);
    }
}
