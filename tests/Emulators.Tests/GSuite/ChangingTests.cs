using Microsoft.Extensions.Time.Testing;

namespace SyncEngine.Emulators.Tests.GSuite;

/// <summary>Etags, deleted users, and lists that lag behind.</summary>
public sealed class ChangingTests
{
    private const string All = "users?customer=my_customer";

    private readonly FakeTimeProvider time = new(DateTimeOffset.UnixEpoch.AddYears(50));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_etag_stays_until_something_changes_and_saves_the_body()
    {
        await using var emulator = await StartAsync();
        var anna = emulator.SeedUser(new() { PrimaryEmail = "anna@corp.example" });
        using var raw = await new RawGoogle(emulator, time).SignInAsync();
        foreach (var path in new[] { "users/" + anna.Id, All + "&fields=users(id)", All + "&maxResults=1" })
        {
            var answer = await raw.GetAsync(path);
            var etag = answer.Headers["ETag"];
            Assert.Matches("^\"[\\w-]+/[\\w-]+\"$", etag);
            var same = await raw.GetAsync(path, etag);
            Assert.Equal((304, "", etag), (same.Status, same.Body, same.Headers["ETag"]));
            emulator.ChangeUser(emulator.DelegatedAdmin, u => u with { LastLoginTime = time.GetUtcNow() });
            emulator.ChangeUser(anna.Id, u => u with { LastLoginTime = time.GetUtcNow() });
            var changed = await raw.GetAsync(path, etag);
            Assert.Equal(200, changed.Status);
            Assert.NotEqual(etag, changed.Headers["ETag"]);
        }
    }

    [Fact]
    public async Task Etags_can_be_restless()
    {
        await using var emulator = await StartAsync();
        using var raw = await new RawGoogle(emulator, time).SignInAsync();
        emulator.Behaviour.RestlessEtags = true;
        var etag = (await raw.GetAsync(All)).Headers["ETag"];
        Assert.Equal(200, (await raw.GetAsync(All, etag)).Status);
    }

    [Fact]
    public async Task A_deleted_user_is_only_in_the_list_of_the_deleted_and_only_for_twenty_days()
    {
        await using var emulator = await StartAsync();
        var anna = emulator.SeedUser(new() { PrimaryEmail = "anna@corp.example", GivenName = "Anna" });
        using var raw = await new RawGoogle(emulator, time).SignInAsync();
        Assert.False((await raw.GetAsync(All + "&showDeleted=true")).Has("users"));
        emulator.DeleteUser("anna@corp.example");
        Assert.Equal([emulator.DelegatedAdmin], (await raw.GetAsync(All)).Texts("users", "primaryEmail"));
        var deleted = await raw.GetAsync(All + "&showDeleted=true");
        Assert.Equal([anna.Id], deleted.Texts("users", "id"));
        Assert.Equal(["2020-01-01T00:00:00.000Z"], deleted.Texts("users", "deletionTime"));
        foreach (var key in new[] { anna.Id, "anna@corp.example" })
        {
            var gone = await raw.GetAsync("users/" + key);
            Assert.Equal((404, "notFound", "Resource Not Found: userKey"), (gone.Status, gone.Reason, gone.Message));
        }

        time.Advance(TimeSpan.FromDays(20) - TimeSpan.FromSeconds(1));
        await raw.SignInAsync();
        Assert.True((await raw.GetAsync(All + "&showDeleted=true")).Has("users"));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False((await raw.GetAsync(All + "&showDeleted=true")).Has("users"));
        Assert.Throws<ArgumentException>(() => emulator.UndeleteUser(anna.Id));
    }

    [Fact]
    public async Task A_user_brought_back_keeps_the_id_and_a_user_made_anew_does_not()
    {
        await using var emulator = await StartAsync();
        var anna = emulator.SeedUser(new() { PrimaryEmail = "anna@corp.example" });
        var staff = emulator.SeedGroup(new() { Email = "staff@corp.example", Members = [new() { Email = "anna@corp.example" }] });
        using var raw = await new RawGoogle(emulator, time).SignInAsync();
        emulator.DeleteUser(anna.Id);
        Assert.False((await raw.GetAsync($"groups/{staff.Id}/members")).Has("members"));
        emulator.UndeleteUser(anna.Id);
        Assert.Equal(anna.Id, (await raw.GetAsync("users/anna@corp.example")).Text("id"));
        Assert.Equal([anna.Id], (await raw.GetAsync($"groups/{staff.Id}/members")).Texts("members", "id"));
        emulator.DeleteUser(anna.Id);
        var again = emulator.SeedUser(new() { PrimaryEmail = "anna@corp.example" });
        Assert.NotEqual(anna.Id, again.Id);
        Assert.Throws<ArgumentException>(() => emulator.UndeleteUser(anna.Id));
        Assert.Equal((404, "notFound"), Outcome(await raw.GetAsync("users/" + anna.Id)));
    }

    [Fact]
    public async Task Lists_can_lag_behind_while_a_single_user_is_known_at_once()
    {
        await using var emulator = await StartAsync();
        emulator.SeedUser(new() { PrimaryEmail = "old@corp.example" });
        var leaver = emulator.SeedUser(new() { PrimaryEmail = "leaver@corp.example" });
        using var raw = await new RawGoogle(emulator, time).SignInAsync();
        emulator.Behaviour.ListLag = TimeSpan.FromMinutes(30);
        emulator.SeedUser(new() { PrimaryEmail = "new@corp.example" });
        emulator.SuspendUser("old@corp.example");
        emulator.DeleteUser(leaver.Id);
        Assert.Equal(["admin False", "leaver False", "old False"], await ListedAsync());
        Assert.False((await raw.GetAsync(All + "&showDeleted=true")).Has("users"));
        Assert.Equal((200, 200, 404), ((await raw.GetAsync("users/new@corp.example")).Status, (await raw.GetAsync("users/old@corp.example")).Status, (await raw.GetAsync("users/" + leaver.Id)).Status));
        Assert.True((await raw.GetAsync("users/old@corp.example")).Json.GetProperty("suspended").GetBoolean());
        time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(["admin False", "new False", "old True"], await ListedAsync());
        Assert.Equal([leaver.Id], (await raw.GetAsync(All + "&showDeleted=true")).Texts("users", "id"));

        async Task<string[]> ListedAsync() => [.. (await raw.GetAsync(All)).List("users").Select(u => $"{u.GetProperty("primaryEmail").GetString()!.Split('@')[0]} {u.GetProperty("suspended").GetBoolean()}")];
    }

    [Fact]
    public async Task A_list_can_leave_people_out_and_have_empty_pages()
    {
        await using var emulator = await StartAsync();
        for (var i = 0; i < 5; i++)
        {
            emulator.SeedUser(new() { PrimaryEmail = $"u{i}@corp.example" });
        }

        using var raw = await new RawGoogle(emulator, time).SignInAsync();
        emulator.Behaviour.HiddenFromLists = user => user.PrimaryEmail.StartsWith("u1", StringComparison.Ordinal);
        emulator.Behaviour.EmptyPageEvery = 2;
        var pages = await raw.PagesAsync(All + "&maxResults=2");
        Assert.Equal([2, 0, 2, 0, 1], pages.Select(p => p.List("users").Length));
        Assert.False(pages[1].Has("users"));
        Assert.DoesNotContain("u1@corp.example", pages.SelectMany(p => p.Texts("users", "primaryEmail")));
        Assert.Equal(200, (await raw.GetAsync("users/u1@corp.example")).Status);
    }

    [Fact]
    public async Task A_renamed_user_is_found_by_the_old_address_and_addresses_are_unique()
    {
        await using var emulator = await StartAsync();
        var anna = emulator.SeedUser(new() { PrimaryEmail = "anna.berg@corp.example" });
        emulator.SeedGroup(new() { Email = "staff@corp.example" });
        emulator.RenameUser(anna.Id, "anna.kurz@corp.example");
        using var raw = await new RawGoogle(emulator, time).SignInAsync();
        var found = await raw.GetAsync("users/anna.berg@corp.example");
        Assert.Equal((anna.Id, "anna.kurz@corp.example"), (found.Text("id"), found.Text("primaryEmail")));
        Assert.Throws<ArgumentException>(() => emulator.SeedUser(new() { PrimaryEmail = "ANNA.berg@corp.example" }));
        Assert.Throws<ArgumentException>(() => emulator.RenameUser(anna.Id, "staff@corp.example"));
        Assert.Throws<ArgumentException>(() => emulator.SeedGroup(new() { Email = "anna.kurz@corp.example" }));
        emulator.RenameUser(anna.Id, "anna.berg@corp.example");
        Assert.Equal(["anna.kurz@corp.example"], emulator.FindUser(anna.Id)!.Aliases);
    }

    [Fact]
    public async Task An_address_of_another_customer_is_forbidden_and_an_unknown_one_is_not_found()
    {
        await using var emulator = await StartAsync();
        using var raw = await new RawGoogle(emulator, time).SignInAsync();
        Assert.Equal((403, "forbidden"), Outcome(await raw.GetAsync("users/anna@other.example")));
        Assert.Equal((404, "notFound"), Outcome(await raw.GetAsync("users/anna@corp.example")));
        Assert.Equal((404, "notFound"), Outcome(await raw.GetAsync("users/123456789012345678901")));
    }

    private Task<GSuiteEmulator> StartAsync() => GSuiteEmulator.StartAsync(new() { TimeProvider = time }, Ct);

    private static (int, string?) Outcome(RawAnswer answer) => (answer.Status, answer.Reason);
}
