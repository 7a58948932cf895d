using System.ComponentModel;

namespace SyncEngine.EmbeddedPostgres.Tests;

public sealed class ToolTests
{
    [Fact]
    public async Task It_gives_what_a_program_said_and_how_it_ended()
    {
        var result = await Run(TimeSpan.FromSeconds(30), "cat; echo trouble >&2; exit 3", "given");

        Assert.Equal((3, "given", "trouble"), (result.ExitCode, result.Output, result.Said));
    }

    [Fact]
    public async Task A_program_that_reads_nothing_is_no_trouble() =>
        Assert.Equal(0, (await Run(TimeSpan.FromSeconds(30), "exec <&-; exit 0", new string('x', 1_000_000))).ExitCode);

    [Fact]
    public async Task A_program_that_takes_too_long_is_ended() =>
        await Assert.ThrowsAsync<TimeoutException>(() => Run(TimeSpan.FromMilliseconds(100), "exec sleep 60"));

    [Fact]
    public async Task Settings_of_the_environment_for_postgres_do_not_reach_it()
    {
        Environment.SetEnvironmentVariable("PGDATABASE", "elsewhere");

        Assert.Equal("", (await Run(TimeSpan.FromSeconds(30), "env | grep ^PG || true")).Output);
    }

    [Fact]
    public async Task A_missing_program_is_an_error() =>
        await Assert.ThrowsAsync<Win32Exception>(
            () => new Tool(TimeProvider.System, TimeSpan.FromSeconds(1)).RunAsync(
                ServerUser.Self, "/no/such/program", [], cancellationToken: TestContext.Current.CancellationToken));

    private static Task<ToolResult> Run(TimeSpan timeout, string script, string? input = null) =>
        new Tool(TimeProvider.System, timeout).RunAsync(
            ServerUser.Self, "/bin/sh", ["-c", script], input, TestContext.Current.CancellationToken);
}
