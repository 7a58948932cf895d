using System.Net;
using System.Net.Http.Headers;
using SyncEngine.Adapters.GSuite.Api;

namespace SyncEngine.Adapters.GSuite.Tests.Api;

/// <summary>403 is both "never" and "slower": Google's word for it decides.</summary>
public sealed class QuotaTests
{
    private readonly HurryingTime time = new();

    [Theory]
    [InlineData(403, "userRateLimitExceeded")]
    [InlineData(403, "rateLimitExceeded")]
    [InlineData(403, "quotaExceeded")]
    [InlineData(429, "rateLimitExceeded")]
    [InlineData(429, "anything")]
    public async Task A_quota_is_waited_for_longer_each_time_and_never_in_step_with_others(int status, string reason)
    {
        var refusals = 3;
        using var google = new ScriptedGoogle(path => path.StartsWith("users", StringComparison.Ordinal) && refusals-- > 0 ? ScriptedGoogle.Refusal(status, reason) : null, time: time);

        await AskAsync(google);

        Assert.Equal(4, google.Asked.Count(path => path.StartsWith("users", StringComparison.Ordinal)));
        Assert.Equal(3, time.Waits.Count);
        Assert.All(time.Waits, (wait, i) => Assert.InRange(wait.TotalSeconds, 1 << i, (1 << i) * 1.5));
        Assert.DoesNotContain(time.Waits, wait => wait == TimeSpan.FromSeconds(Math.Round(wait.TotalSeconds)));
    }

    [Theory]
    [InlineData("Request rate higher than configured.")]
    [InlineData("Quota exceeded for quota metric 'Queries'")]
    public async Task A_front_end_that_refuses_in_plain_words_is_understood(string text)
    {
        var refusals = 1;
        using var google = new ScriptedGoogle(
            path => path.StartsWith("users", StringComparison.Ordinal) && refusals-- > 0 ? new HttpResponseMessage(HttpStatusCode.Forbidden) { Content = new StringContent(text) } : null, time: time);
        await AskAsync(google);
        Assert.Equal(2, google.Asked.Count(path => path.StartsWith("users", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_wait_that_the_server_asks_for_is_kept()
    {
        var refusals = 1;
        using var google = new ScriptedGoogle(
            path =>
            {
                if (path == "token" || refusals-- <= 0)
                {
                    return null;
                }

                var refusal = ScriptedGoogle.Refusal(429, "rateLimitExceeded");
                refusal.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(40));
                return refusal;
            },
            time: time);
        await AskAsync(google);
        Assert.InRange(Assert.Single(time.Waits).TotalSeconds, 40, 60);
    }

    [Theory]
    [InlineData(403, "forbidden", "Refused")]
    [InlineData(403, "dailyLimitExceeded", "QuotaUsedUp")]
    [InlineData(403, "accessNotConfigured", "Refused")]
    public async Task What_no_waiting_helps_against_is_not_waited_for(int status, string reason, string failure)
    {
        using var google = new ScriptedGoogle(path => path == "token" ? null : ScriptedGoogle.Refusal(status, reason), time: time);
        var error = await Assert.ThrowsAsync<GoogleApiException>(() => AskAsync(google));
        Assert.Equal((failure, reason), (error.Failure.ToString(), error.Reason));
        Assert.Single(google.Asked, path => path != "token");
    }

    [Fact]
    public async Task Waiting_has_an_end_and_the_error_says_what_was_asked_for()
    {
        using var google = new ScriptedGoogle(
            path => path == "token" ? null : ScriptedGoogle.Refusal(403, "quotaExceeded"), options => options.QuotaWaitMax = TimeSpan.FromSeconds(20), time);
        var error = await Assert.ThrowsAsync<GoogleApiException>(() => AskAsync(google));
        Assert.Equal(GoogleFailure.QuotaUsedUp, error.Failure);
        Assert.Contains("page 1 of users", error.Message, StringComparison.Ordinal);
        Assert.Contains("quotaExceeded", error.Message, StringComparison.Ordinal);
        Assert.InRange(time.Waits.Sum(wait => wait.TotalSeconds), 7, 20);
    }

    private static Task<Page<GoogleUser>> AskAsync(ScriptedGoogle google) =>
        google.Connection.NewClient().UsersAsync(DirectoryScope.Customer("my_customer"), null, "page 1 of users", Rig.Ct);
}
