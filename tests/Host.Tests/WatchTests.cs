using System.Text;
using System.Threading.Channels;

namespace SyncEngine.Host.Tests;

/// <summary><c>watch</c>: what it shows, what Enter does, how it ends.</summary>
public sealed class WatchTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Without_a_terminal_each_happening_is_one_line_and_the_interrupt_ends_it_cleanly()
    {
        await using var world = new ScriptedWorld().WithCompany();
        using var watch = Watch.Start(world, terminal: false, "watch", "staff", "--every", "30m");
        await watch.SeesAsync("staff  PlanReady  Plan ");
        await watch.SeesAsync("staff  ScheduledStart  Next preparation at 2026-11-22 20:45:00 UTC.");
        world.Time.Advance(TimeSpan.FromMinutes(30));
        await watch.SeesAsync("Next preparation at 2026-11-22 21:15:00 UTC.");
        Assert.Equal(0, await watch.InterruptAsync());
        Assert.Empty(world.Application.Calls);
    }

    [Fact]
    public async Task As_json_each_happening_is_one_object_on_a_line()
    {
        await using var world = new ScriptedWorld().WithCompany();
        using var watch = Watch.Start(world, terminal: false, "watch", "--json");
        var line = System.Text.Json.JsonDocument.Parse(await watch.SeesAsync("\"PlanReady\"")).RootElement;
        Assert.Equal((1, "staff"), (line.GetProperty("schema").GetInt32(), line.GetProperty("sync").GetString()));
        Assert.Equal(0, await watch.InterruptAsync());
    }

    [Fact]
    public async Task Enter_is_update_now()
    {
        await using var world = new ScriptedWorld().WithCompany();
        using var watch = Watch.Start(world, terminal: false, "watch");
        await watch.SeesAsync("PlanReady");
        await watch.SeesAsync("Next preparation at 2026-11-22 22:15:00 UTC."); // Before that Enter would join the preparation under way.
        world.Hire("zoe", "Zoe", "New");
        watch.Enter();
        await watch.SeesAsync("PlanReady");
        Assert.Equal(0, await watch.InterruptAsync());
        Assert.Equal(2, (await world.Engine.ListPlansAsync(new SyncEngine.Model.SyncName("staff"), 10, TestContext.Current.CancellationToken)).Count);
    }

    [Fact]
    public async Task On_a_terminal_the_display_lives()
    {
        await using var world = new ScriptedWorld().WithCompany();
        using var watch = Watch.Start(world, terminal: true, "watch");
        await watch.SeesAsync("Enter: Update now");
        await watch.SeesAsync("waits since 2026-11-22 20:15 UTC");
        Assert.Equal(0, await watch.InterruptAsync());
    }

    [Theory]
    [InlineData("2h", 7200)]
    [InlineData("30m", 1800)]
    [InlineData("1.5h", 5400)]
    [InlineData("1d", 86400)]
    [InlineData("10s", 10)]
    [InlineData("02:00:00", 7200)]
    public void A_time_is_read_as_people_write_it(string text, int seconds) => Assert.Equal(seconds, WatchCommand.IntervalOf(text).TotalSeconds);

    [Theory]
    [InlineData("2")]
    [InlineData("")]
    [InlineData("h")]
    [InlineData("0s")]
    [InlineData("8d")]
    [InlineData("-1h")]
    [InlineData("99999999999999d")]
    public async Task A_bad_time_is_a_mistake_of_use(string text)
    {
        await using var world = new ScriptedWorld();
        Assert.Equal(64, (await world.RunAsync("watch", $"--every={text}")).ExitCode);
    }

    /// <summary>A watch in this process that a test types to and interrupts.</summary>
    private sealed class Watch : TextReader
    {
        private readonly Channel<string> typed = Channel.CreateUnbounded<string>();
        private readonly CancellationTokenSource interrupt = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        private readonly Output output = new();
        private Task<int> running = Task.FromResult(0);

        internal static Watch Start(ScriptedWorld world, bool terminal, params string[] args)
        {
            var watch = new Watch();
            var around = world.Console.Around(watch.output, TextWriter.Null) with { In = watch, OutIsTerminal = terminal, Columns = terminal ? 120 : null };
            watch.running = Task.Run(() => ConsoleProgram.RunAsync(args, around, watch.interrupt.Token));
            return watch;
        }

        internal Task<string> SeesAsync(string text) => output.SeesAsync(text).WaitAsync(Deadline, TestContext.Current.CancellationToken);

        internal void Enter() => typed.Writer.TryWrite("");

        internal async Task<int> InterruptAsync()
        {
            await interrupt.CancelAsync();
            return await running.WaitAsync(Deadline, TestContext.Current.CancellationToken);
        }

        public override string? ReadLine()
        {
            try
            {
                return typed.Reader.ReadAsync(interrupt.Token).AsTask().GetAwaiter().GetResult();
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }

        protected override void Dispose(bool disposing)
        {
            interrupt.Cancel();
            base.Dispose(disposing);
        }
    }

    /// <summary>What was written, line by line; each line is looked at once.</summary>
    private sealed class Output : TextWriter
    {
        private readonly Channel<string> lines = Channel.CreateUnbounded<string>();
        private readonly StringBuilder line = new();

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            lock (line)
            {
                if (value == '\n')
                {
                    lines.Writer.TryWrite(line.ToString());
                    line.Clear();
                }
                else
                {
                    line.Append(value);
                }
            }
        }

        internal async Task<string> SeesAsync(string text)
        {
            while (true)
            {
                if (await lines.Reader.ReadAsync(TestContext.Current.CancellationToken) is var next && next.Contains(text, StringComparison.Ordinal))
                {
                    return next;
                }
            }
        }
    }
}
