using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.TestSupport;

namespace SyncEngine.Scenarios;

/// <summary>What a plan shows of the values that would be written: whole, never cut, the same on any machine, in pages, and nowhere else.</summary>
public sealed class WhatAPreviewShows
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(AttributeNames.Title, AttributeNames.Position, 20, 20, true)]
    [InlineData(AttributeNames.Title, AttributeNames.Position, 20, 21, false)]
    [InlineData(AttributeNames.LastName, AttributeNames.LastName, 20, 21, false)]
    [InlineData(AttributeNames.Department, AttributeNames.Department, 20, 20, true)]
    [InlineData(AttributeNames.Department, AttributeNames.Department, 20, 21, false)]
    [InlineData(AttributeNames.Title, AttributeNames.Position, null, AttributeNormalizer.ValueLengthMax - 1, true)]
    [InlineData(AttributeNames.Title, AttributeNames.Position, null, AttributeNormalizer.ValueLengthMax + 1, false)] // its end is not kept
    [InlineData("location", AttributeNames.Position, null, AttributeNormalizer.ValueLengthMax + 1, true)] // is not written anywhere
    public async Task A_value_longer_than_allowed_is_reported_and_never_cut(string attribute, string field, int? max, int length, bool fits)
    {
        using var world = new World(sync => sync.Fields[field] = new FieldOptions { LengthMax = max });
        var value = new string('x', length);
        world.Hire("new", "New");
        world.Hire("known", "Known", title: "Engineer");
        world.Account("known@corp.example", "Known");
        await world.SyncAsync();
        world.Hire("newest", "Newest");
        foreach (var login in new[] { "known", "newest" })
        {
            world.Edit($"guid-{login}", r => r with { Attributes = r.Attributes.With(attribute, attribute == AttributeNames.Department ? $"Sales/{value}" : value) });
        }

        var plan = await world.PrepareAsync();
        Assert.Equal(!fits, plan.FindRow("known") is { Status: RowStatus.Invalid, Reason: Reason.TooLong });
        Assert.Equal(!fits, plan.Row("newest") is { Status: RowStatus.Invalid, Reason: Reason.TooLong });
        Assert.All(plan.Rows.Where(r => r.Reason == Reason.TooLong), r =>
        {
            Assert.Contains($"'{field}'", r.Text, StringComparison.Ordinal);
            Assert.Contains($"than {max ?? AttributeNormalizer.ValueLengthMax - 1} characters", r.Text, StringComparison.Ordinal);
        });
        await world.ApplyAsync(plan);
        Assert.Equal(fits, world.AccountOf("newest@corp.example") is not null);
        Assert.NotNull(world.AccountOf("known@corp.example")!.Attributes[AttributeNames.Position]);
        Assert.True((await world.Engine.ReplayAsync(plan.Id, Token)).Same);

        world.Edit("guid-newest", r => r with { Attributes = r.Attributes.With(attribute, "Short") }); // heals by itself
        Assert.Equal(!fits, (await world.PrepareAsync()).FindRow("newest") is { Status: RowStatus.New });
    }

    [Theory]
    [InlineData(256, RowStatus.New)]
    [InlineData(257, RowStatus.Invalid)]
    public async Task An_address_has_a_length_of_its_own(int length, RowStatus status)
    {
        const string Domain = "@corp.example";
        using var world = new World();
        world.Hire("ada");
        world.Edit("guid-ada", r => r with { Attributes = r.Attributes.With(AttributeNames.Email, new string('a', length - Domain.Length) + Domain) });
        var row = (await world.PrepareAsync()).Row("ada");
        Assert.Equal((status, status == RowStatus.Invalid), (row.Status, row.Reason == Reason.TooLong));
    }

    [Fact]
    public async Task Of_several_values_the_first_in_order_is_taken_whatever_the_order_of_the_reading()
    {
        using var world = new World();
        world.Hire("ada");
        world.Hire("bob", "Bob");
        world.Edit("guid-ada", r => r with { Attributes = r.Attributes.With(AttributeNames.Title, "Engineer", "Author") });
        world.Edit("guid-bob", r => r with { Attributes = r.Attributes.With(AttributeNames.Title, " Author", "Engineer") });
        await world.SyncAsync();
        Assert.All(["ada", "bob"], login => Assert.Equal("Author", world.AccountOf($"{login}@corp.example")!.Attributes[AttributeNames.Position]));
        world.Edit("guid-ada", r => r with { Attributes = r.Attributes.With(AttributeNames.Title, "Author", "Engineer") });
        Assert.Empty((await world.PrepareAsync()).Rows);
    }

    [Fact]
    public async Task An_account_changed_in_the_target_makes_the_row_stale_and_the_others_go_on()
    {
        using var world = new World();
        world.HireMany(2);
        await world.SyncAsync();
        foreach (var login in new[] { "p000", "p001" })
        {
            world.Edit($"guid-{login}", r => r with { Attributes = r.Attributes.With(AttributeNames.Title, "Engineer") });
        }

        var plan = await world.PrepareAsync();
        world.Application.Edit(world.AccountOf("p000@corp.example")!.Anchor, r => r with { Attributes = r.Attributes.With(AttributeNames.Position, "Director") });
        var report = await world.ApplyAsync(plan);

        var stale = Assert.Single(report.Outcomes, o => o.Result == RowResult.Stale);
        Assert.Equal(plan.Row("p000").Id, stale.RowId);
        Assert.Contains("position", stale.Text, StringComparison.Ordinal);
        Assert.Equal("Director", world.AccountOf("p000@corp.example")!.Attributes[AttributeNames.Position]);
        Assert.Equal("Engineer", world.AccountOf("p001@corp.example")!.Attributes[AttributeNames.Position]);
    }

    [Fact]
    public async Task Fifty_thousand_rows_are_counted_first_and_read_in_pages()
    {
        const int People = 50_000;
        const int Page = 500;
        using var world = new World();
        world.HireMany(People);
        var plan = await world.Engine.PrepareAsync(World.Sync, Token);
        Assert.Equal(People, plan.Counts[RowStatus.New]);

        var seen = new HashSet<string>();
        string? after = null;
        for (var page = 0; page < People / Page; page++)
        {
            var rows = await world.Engine.ReadRowsAsync(plan.Id, new RowQuery { After = after, Max = Page }, Token).ToListAsync(Token);
            Assert.Equal(Page, rows.Count);
            Assert.All(rows, row => Assert.True(seen.Add(row.Id)));
            after = rows[^1].Place;
        }

        Assert.Empty(await world.Engine.ReadRowsAsync(plan.Id, new RowQuery { After = after, Max = Page }, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task What_people_are_called_and_how_they_are_reached_is_in_no_log_line()
    {
        using var logs = new LogCapture();
        using var world = new World(more: (services, _) => services.AddSingleton<ILoggerFactory>(new CapturingFactory(logs)).AddSingleton(typeof(ILogger<>), typeof(Logger<>)));
        world.HireMany(60);
        world.Hire("secretlogin", "Secretfirst", "Secretlast", "Secrettitle", "Secretdepartment");
        await world.SyncAsync();
        world.Edit("guid-secretlogin", r => r with { Attributes = r.Attributes.With(AttributeNames.Email, "secret@other.example") });
        world.Application.Fault = (_, _) => Testing.ScriptedFault.Refuse("some_code");
        await world.SyncAsync();
        world.Edit("guid-secretlogin", r => r with { Enabled = false });
        await world.SyncAsync(); // a refused block is logged as critical
        world.Directory.FailAfterBatches = 0;
        await world.PrepareAsync();

        Assert.Contains(logs.Lines, line => line.Contains("Critical", StringComparison.Ordinal));
        Assert.DoesNotContain(logs.Lines, line => line.Replace("guid-secretlogin", "", StringComparison.Ordinal).Contains("secret", StringComparison.OrdinalIgnoreCase));
    }

    private sealed class CapturingFactory(LogCapture logs) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => logs.CreateLogger(categoryName);

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }
    }
}
