namespace SyncEngine.Adapters.ActiveDirectory.Tests.Support;

/// <summary>Runs the doctor on one configuration, and holds its text to what a person needs: what, where, what to do, and no secret.</summary>
internal static class Examination
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal static async Task<List<CheckResult>> RunAsync(ActiveDirectoryOptions options, TimeProvider? time = null)
    {
        var results = await new ActiveDirectoryCheck(AdReading.System, () => options, time ?? TimeProvider.System).CheckAsync(Token).ToListAsync(Token);
        foreach (var result in results)
        {
            Assert.Equal("corp-ad", result.Subject);
            Assert.True(result.Status == CheckStatus.Ok || result.Remedy is { Length: > 10 }, $"no remedy: {result}");
            if (!string.IsNullOrEmpty(options.Password))
            {
                Assert.DoesNotContain(options.Password, result.ToString(), StringComparison.Ordinal);
            }
        }

        return results;
    }

    /// <summary>The step fails, is the last, and everything before it was well.</summary>
    /// <param name="options">What is examined.</param>
    /// <param name="step">The step that fails.</param>
    /// <param name="code">The error's code.</param>
    /// <param name="what">What happened: parts of the text, with where it happened.</param>
    /// <param name="remedy">A part of what to do.</param>
    internal static async Task FailsAsync(ActiveDirectoryOptions options, string step, string code, string[] what, string remedy)
    {
        var results = await RunAsync(options);
        var last = results[^1];
        Assert.True((step, CheckStatus.Failed) == (last.Check, last.Status), last.ToString());
        Assert.EndsWith($" [{code}]", last.Detail, StringComparison.Ordinal);
        Assert.All(what, part => Assert.Contains(part, last.Detail, StringComparison.Ordinal));
        Assert.Contains(remedy, last.Remedy, StringComparison.Ordinal);
        Assert.All(results.SkipLast(1), r => Assert.True(r.Status == CheckStatus.Ok, r.ToString()));
    }
}
