using SyncEngine.Emulators;

namespace SyncEngine.Adapters.Pyrus.Tests.Emulator;

public sealed class BlockingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("DELETE", null)]
    [InlineData("PUT", """{"banned":true}""")]
    public async Task A_block_ends_sessions_and_takes_roles_and_an_unblock_gives_neither_back(string method, string? body)
    {
        await using var emulator = await PyrusEmulator.StartAsync(cancellationToken: Ct);
        using var raw = await new RawPyrus(emulator).SignInAsync();
        var id = emulator.SeedMember(new()
        {
            FirstName = "Anna",
            Email = "anna@pyrus.example",
            SecurityKey = "annas-key",
            Sessions = [new("iPhone", DateTimeOffset.UnixEpoch), new("Web", DateTimeOffset.UnixEpoch)],
        }).Id;
        emulator.SeedRole(new() { Name = "Sales", MemberIds = [id, emulator.Caller.Id] });
        emulator.SeedRole(new() { Name = "Kitchen", MemberIds = [id] });
        using var anna = await new RawPyrus(emulator).SignInAsync("anna@pyrus.example", "annas-key");
        Assert.Equal(200, (await anna.GetAsync("profile")).Status);

        var answer = await raw.SendAsync(method, $"members/{id}", body);
        Assert.Equal(200, answer.Status);
        Assert.True(answer.Json.GetProperty("banned").GetBoolean());
        Assert.Empty(emulator.FindMember(id)!.Sessions);
        Assert.DoesNotContain(emulator.Roles, r => r.MemberIds.Contains(id));
        Assert.Contains(emulator.Roles, r => r.MemberIds.Contains(emulator.Caller.Id));
        Assert.Equal("account_blocked", (await anna.GetAsync("profile")).Code);

        // Again is harmless.
        Assert.Equal(200, (await raw.SendAsync("DELETE", $"members/{id}")).Status);

        var back = await raw.SendAsync("PUT", $"members/{id}", """{"banned":false}""");
        Assert.False(back.Json.GetProperty("banned").GetBoolean());
        Assert.DoesNotContain(emulator.Roles, r => r.MemberIds.Contains(id));
        Assert.Empty(emulator.FindMember(id)!.Sessions);
        Assert.Equal(200, (await anna.AuthAsync("anna@pyrus.example", "annas-key")).Status);
    }

    [Fact]
    public async Task The_owner_cannot_be_banned()
    {
        await using var emulator = await PyrusEmulator.StartAsync(cancellationToken: Ct);
        using var raw = await new RawPyrus(emulator).SignInAsync();
        var id = emulator.SeedMember(new() { FirstName = "Olga", Email = "olga@pyrus.example", Owner = true }).Id;
        foreach (var (method, body) in new[] { ("DELETE", null), ("PUT", """{"banned":true}""") })
        {
            var answer = await raw.SendAsync(method, $"members/{id}", body);
            Assert.Equal((403, "access_denied_person"), (answer.Status, answer.Code));
        }

        (emulator.Behaviour.CannotBeBlockedStatus, emulator.Behaviour.CannotBeBlockedCode) = (400, "validation_error");
        Assert.Equal("validation_error", (await raw.SendAsync("DELETE", $"members/{id}")).Code);
        Assert.False(emulator.FindMember(id)!.Banned);
    }

    [Fact]
    public async Task There_is_no_erasing()
    {
        await using var emulator = await PyrusEmulator.StartAsync(cancellationToken: Ct);
        using var raw = await new RawPyrus(emulator).SignInAsync();
        Assert.Equal(404, (await raw.SendAsync("DELETE", "members")).Status);
    }
}
