using Microsoft.Extensions.Logging.Abstractions;
using SyncEngine.Adapters.GSuite.Api;

namespace SyncEngine.Adapters.GSuite.Tests.Api;

public sealed class ListingTests
{
    private readonly List<string> asked = [];

    [Fact]
    public async Task It_goes_on_as_long_as_a_page_names_a_next_one_whatever_the_page_holds()
    {
        var items = await ReadAsync(token => token switch
        {
            null => Of("2", "a", "b"),
            "2" => Of("3"),
            "3" => Of("4", "c"),
            _ => Of(null, "d"),
        });

        Assert.Equal(["a", "b", "c", "d"], items);
        Assert.Equal([null!, "2", "3", "4"], asked);
    }

    [Fact]
    public async Task A_dead_page_token_makes_it_begin_again_and_the_first_pages_come_twice()
    {
        var dead = 1;
        var items = await ReadAsync(token => token switch
        {
            null => Of("2", "a"),
            _ when dead-- > 0 => throw new GoogleApiException(GoogleFailure.Refused, "page 2") { Status = 400, Reason = "invalid" },
            _ => Of(null, "b"),
        });

        Assert.Equal(["a", "a", "b"], items);
    }

    [Theory]
    [InlineData(0, GoogleFailure.Refused, 400, 1)]
    [InlineData(2, GoogleFailure.Refused, 400, 3)]
    [InlineData(2, GoogleFailure.AnswerLost, 503, 3)]
    [InlineData(2, GoogleFailure.Refused, 403, 1)]
    [InlineData(2, GoogleFailure.QuotaUsedUp, 403, 1)]
    [InlineData(2, GoogleFailure.Unreachable, null, 1)]
    public async Task A_page_that_stays_broken_ends_it_after_the_beginnings_allowed(int restarts, object failure, int? status, int firstPages)
    {
        var error = await Assert.ThrowsAsync<GoogleApiException>(() => ReadAsync(
            token => token is null ? Of("2", "a") : throw new GoogleApiException((GoogleFailure)failure, "page 2") { Status = status }, restarts));

        Assert.Equal("page 2", error.Message);
        Assert.Equal(firstPages, asked.Count(token => token is null));
    }

    [Fact]
    public async Task The_first_page_is_not_asked_for_again()
    {
        await Assert.ThrowsAsync<GoogleApiException>(() => ReadAsync(_ => throw new GoogleApiException(GoogleFailure.Refused, "no") { Status = 400 }));
        Assert.Single(asked);
    }

    [Fact]
    public async Task A_page_that_names_itself_as_the_next_one_is_trouble_and_not_a_circle()
    {
        var error = await Assert.ThrowsAsync<GoogleApiException>(() => ReadAsync(_ => Of("2", "a"), restarts: 0));
        Assert.Contains("page 2 of things", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_that_lead_back_to_one_that_was_read_are_trouble_too()
    {
        var error = await Assert.ThrowsAsync<GoogleApiException>(() => ReadAsync(token => asked.Count > 9 ? Of(null, "x") : Of(token == "2" ? "3" : "2", "a"), restarts: 0));
        Assert.Equal(GoogleFailure.AnswerLost, error.Failure);
        Assert.Equal(3, asked.Count(token => token is not null) + 1);
    }

    [Fact]
    public async Task The_next_page_is_asked_for_while_one_is_used()
    {
        var listing = Of(token => token is null ? Of("2", "a") : Of(null, "b"));
        await using var pages = listing.PagesAsync(Rig.Ct).GetAsyncEnumerator(Rig.Ct);
        await pages.MoveNextAsync();
        Assert.Equal([null!, "2"], asked);
    }

    [Fact]
    public async Task The_next_page_is_asked_for_before_the_items_of_one_are_read_and_items_that_cannot_be_read_count_as_a_broken_page()
    {
        var broken = true;
        var items = await ReadAsync(token => token is not null ? Of(null, "b") : new Page<string>("2", () =>
        {
            Assert.Equal("2", asked[^1]);
            if (broken)
            {
                broken = false;
                throw new GoogleApiException(GoogleFailure.AnswerLost, "no page");
            }

            return ["a"];
        }));
        Assert.Equal(["a", "b"], items);
        Assert.Equal([null!, "2", null!, "2"], asked);
    }

    [Fact]
    public async Task Given_up_halfway_it_cancels_what_it_asked_for_ahead()
    {
        var cancelled = new TaskCompletionSource();
        var listing = new Listing<string>(
            "things",
            async (token, _, stop) =>
            {
                if (token is not null)
                {
                    await using var __ = stop.Register(cancelled.SetResult);
                    await Task.Delay(Timeout.Infinite, stop);
                }

                return Of("2", "a");
            },
            1,
            NullLogger.Instance);
        await foreach (var page in listing.PagesAsync(Rig.Ct))
        {
            Assert.Equal(["a"], page.Items);
            break;
        }

        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30), Rig.Ct);
    }

    private static Page<string> Of(string? next, params string[] items) => new(items, next);

    private Listing<string> Of(Func<string?, Page<string>> read, int restarts = 2) => new(
        "things",
        async (token, what, _) =>
        {
            Assert.StartsWith("page ", what, StringComparison.Ordinal);
            asked.Add(token!);
            await Task.CompletedTask;
            return read(token);
        },
        restarts,
        NullLogger.Instance);

    private async Task<List<string?>> ReadAsync(Func<string?, Page<string>> read, int restarts = 2) =>
        await Of(read, restarts).PagesAsync(Rig.Ct).SelectMany(page => page.Items.ToAsyncEnumerable()).ToListAsync(Rig.Ct);
}
