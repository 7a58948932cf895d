using System.Diagnostics;
using System.Globalization;

namespace SyncEngine.Bench.Tests;

public sealed class RunnerTests
{
    [Fact]
    public async Task A_small_run_prints_a_checked_line_for_each_workload_asked_for()
    {
        var (code, output, error) = await RunAsync("--size", "1000", "--runs", "1", "--only", "first-import-vs-copy,known-load");
        Assert.True(code == 0, output + error);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').ToList();
        Assert.Equal("line,size,ours,reference,ratio,unit,peak-mb", lines[0]);
        Assert.Equal(["first-import-vs-copy", "known-load"], lines.Skip(1).Select(line => line.Split(',')[0]));
        foreach (var columns in lines.Skip(1).Select(line => line.Split(',')))
        {
            Assert.Equal("1000", columns[1]);
            var (ours, reference) = (Number(columns[2]), Number(columns[3]));
            Assert.True(ours > 0 && reference > 0);
            Assert.InRange(Number(columns[4]), (0.9 * ours / reference) - 0.01, (1.1 * ours / reference) + 0.01);
            Assert.InRange(Number(columns[6]), 20, 4_000);
        }
    }

    /// <summary>The target is 3, and it takes about 1.5: what is asserted leaves room for a busy machine, and none for a look at each field by itself (4.9).</summary>
    [Fact]
    public async Task A_regular_expression_over_100_000_rows_takes_few_times_what_a_plain_look_takes()
    {
        var (code, output, error) = await RunAsync("--size", "1000", "--runs", "5", "--only", "search-100000");
        Assert.True(code == 0, output + error);
        var columns = output.Split('\n').Single(line => line.StartsWith("search-100000,", StringComparison.Ordinal)).Split(',');
        Assert.Equal("100000", columns[1]);
        Assert.True(Number(columns[4]) < 4, output + error);
        Assert.Contains("(a+)+$: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_does_not_exist_is_refused()
    {
        var (code, _, error) = await RunAsync("--only", "no-such-line");
        Assert.NotEqual(0, code);
        Assert.Contains("no-such-line", error, StringComparison.Ordinal);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "SyncEngine.Bench.dll"), .. args])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, output, await error);
    }
}
