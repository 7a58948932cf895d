using SyncEngine.Emulators;

namespace SyncEngine.Adapters.Pyrus.Tests.Emulator;

public sealed class MemberReadingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_list_has_bots_and_banned_people_and_the_dismissed_only_when_asked_for_in_any_letter_case()
    {
        await using var emulator = await PyrusEmulator.StartAsync(cancellationToken: Ct);
        using var raw = await new RawPyrus(emulator).SignInAsync();
        var bot = emulator.SeedMember(new() { FirstName = "Robo", Email = "bot@pyrus.example", Type = "bot" });
        var banned = emulator.SeedMember(new() { FirstName = "Bad", Email = "bad@pyrus.example", Banned = true });
        var fired = emulator.SeedMember(new() { FirstName = "Gone", Email = "gone@pyrus.example", Fired = true });
        Assert.Equal([emulator.Caller.Id, bot.Id, banned.Id], await Ids("members"));
        Assert.Equal([emulator.Caller.Id, bot.Id, banned.Id], await Ids("members?include_fired=False"));
        foreach (var yes in new[] { "true", "True", "TRUE" })
        {
            Assert.Equal([emulator.Caller.Id, bot.Id, banned.Id, fired.Id], await Ids("members?include_fired=" + yes));
        }

        async Task<int[]> Ids(string path) => [.. (await raw.GetAsync(path)).List("members").Select(m => m.GetProperty("id").GetInt32())];
    }

    [Fact]
    public async Task Empty_fields_are_left_out()
    {
        await using var emulator = await PyrusEmulator.StartAsync(cancellationToken: Ct);
        using var raw = await new RawPyrus(emulator).SignInAsync();
        var id = emulator.SeedMember(new() { FirstName = "Anna", Email = "anna@pyrus.example" }).Id;
        var answer = await raw.GetAsync($"members/{id}");
        Assert.Equal(["id", "first_name", "email", "type", "rights", "banned"], answer.Json.EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public async Task Samples_mode_answers_as_the_help_pages_do()
    {
        await using var emulator = await PyrusEmulator.StartAsync(new() { Behaviour = new() { SamplesMode = true } }, Ct);
        using var raw = await new RawPyrus(emulator).SignInAsync();
        var department = emulator.SeedDepartment(new() { DepartmentName = "Sales" });
        var id = emulator.SeedMember(new() { FirstName = "Anna", Email = "anna@pyrus.example", VacationDays = 2, DepartmentId = department.Id }).Id;
        var answer = await raw.GetAsync($"members/{id}");
        Assert.Equal("", answer.Text("position"));
        Assert.Equal("", answer.Text("external_id"));
        Assert.Equal("2", answer.Text("vacation_days"));
        Assert.Equal("false", answer.Text("banned"));
        Assert.Equal($"{department.Id}", answer.Text("department_id"));
        Assert.Equal(" anna@pyrus.example", answer.Text("email"));
    }

    [Fact]
    public async Task The_list_can_leave_rights_out_while_a_single_member_has_them()
    {
        await using var emulator = await PyrusEmulator.StartAsync(new() { Behaviour = new() { ListOmitsRights = true } }, Ct);
        using var raw = await new RawPyrus(emulator).SignInAsync();
        Assert.False((await raw.GetAsync("members")).List("members")[0].TryGetProperty("rights", out _));
        Assert.True((await raw.GetAsync($"members/{emulator.Caller.Id}")).Has("rights"));
    }

    [Fact]
    public async Task An_id_nobody_has_is_refused_as_the_switch_says()
    {
        await using var emulator = await PyrusEmulator.StartAsync(cancellationToken: Ct);
        using var raw = await new RawPyrus(emulator).SignInAsync();
        var answer = await raw.GetAsync("members/999");
        Assert.Equal((400, "invalid_person_id"), (answer.Status, answer.Code));
        (emulator.Behaviour.UnknownPersonStatus, emulator.Behaviour.UnknownPersonCode) = (403, "access_denied_person");
        answer = await raw.GetAsync("members/999");
        Assert.Equal((403, "access_denied_person"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Profile_identity_and_contacts_show_who_asks_and_other_organisations_apart()
    {
        await using var emulator = await PyrusEmulator.StartAsync(cancellationToken: Ct);
        using var raw = await new RawPyrus(emulator).SignInAsync();
        emulator.SeedForeignOrganization(new(7, "Partner", [new() { Id = 70, FirstName = "Guest", Email = "guest@partner.example" }]));
        var profile = await raw.GetAsync("profile");
        Assert.Equal(emulator.Caller.Id, profile.Json.GetProperty("person_id").GetInt32());
        Assert.Equal(110_001, profile.Json.GetProperty("organization_id").GetInt32());
        Assert.False(profile.Has("rights"));
        Assert.Equal(emulator.Login, (await raw.GetAsync("profile/identity")).Text("email"));
        Assert.Equal([110_001, 7], (await raw.GetAsync("contacts")).List("organizations").Select(o => o.GetProperty("organization_id").GetInt32()));
        Assert.DoesNotContain("guest@partner.example", (await raw.GetAsync("members")).Body);
    }

    [Fact]
    public async Task Big_answers_are_compressed_for_who_asks()
    {
        await using var emulator = await PyrusEmulator.StartAsync(cancellationToken: Ct);
        using var raw = await new RawPyrus(emulator).SignInAsync();
        for (var i = 0; i < 50; i++)
        {
            emulator.SeedMember(new() { FirstName = "Anna", Email = $"anna{i}@pyrus.example" });
        }

        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(emulator.ApiUrl, "members"));
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        Assert.Equal("gzip", (await raw.SendAsync(request)).Headers["Content-Encoding"]);
        Assert.False((await raw.GetAsync("members")).Headers.ContainsKey("Content-Encoding"));
    }
}
