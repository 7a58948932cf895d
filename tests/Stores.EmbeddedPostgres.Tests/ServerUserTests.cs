namespace SyncEngine.EmbeddedPostgres.Tests;

public sealed class ServerUserTests
{
    private readonly Tool tool = new(TimeProvider.System, TimeSpan.FromSeconds(30));

    [Fact]
    public async Task An_ordinary_user_stays_itself() => Assert.Null((await ResolveAsync(isRoot: false, "daemon")).Name);

    [Fact]
    public async Task Root_becomes_the_user_the_environment_names() => Assert.Equal("daemon", (await ResolveAsync(isRoot: true, "daemon")).Name);

    [Theory]
    [InlineData("root")]
    [InlineData("no-such-user-here")]
    public async Task A_user_that_is_root_or_does_not_exist_is_refused(string name)
    {
        var error = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => ResolveAsync(isRoot: true, name));

        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Root_without_a_wish_becomes_an_ordinary_user() =>
        Assert.Contains((await ResolveAsync(isRoot: true, null)).Name, new[] { "postgres", "nobody" });

    private Task<ServerUser> ResolveAsync(bool isRoot, string? wish)
    {
        var facts = new HostFacts(isRoot, IsMacOS: false, name => name == "SYNCENGINE_PG_USER" ? wish : null);
        return ServerUser.ResolveAsync(facts, tool, TestContext.Current.CancellationToken);
    }
}
