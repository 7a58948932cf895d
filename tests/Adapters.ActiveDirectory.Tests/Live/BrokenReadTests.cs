using Microsoft.Extensions.Time.Testing;
using SyncEngine.Adapters.ActiveDirectory.Tests.Support;
using SyncEngine.Capture;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Live;

/// <summary>A read that breaks halfway ends, in time, with an incomplete receipt; it throws nothing and claims nothing.</summary>
public sealed class BrokenReadTests(SharedDomain shared)
{
    // Deadlines run by a clock that stands still until something is wrong: a slow machine can't make a test fail, and no test waits.
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UnixEpoch);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(RelayAction.Cut, "ConnectionLost")]
    [InlineData(RelayAction.Stall, "ServerSilent")]
    public async Task Whatever_entry_is_the_last_to_arrive_the_receipt_is_incomplete(RelayAction action, string code)
    {
        var unit = await UnitWithUsersAsync(12);

        // The first five are those of the start (the server's own description, the domain, the base, the controller, the cursor); the sixth is the unit.
        foreach (var entries in new[] { 6, 11, 17 })
        {
            await using var relay = FaultyRelay.Start(shared.Domain, new RelayFault(action) { AfterEntries = entries });

            var reading = await ReadAsync(Options(relay, unit), () => relay.Faults > 0);

            Assert.Equal(1, relay.Faults);
            Assert.False(reading.Receipt.Complete);
            var problem = Assert.Single(reading.Receipt.Problems);
            Assert.Equal((code, true), (problem.Code, problem.Breaking));
            Assert.Contains("DC1.contoso.test", problem.Message, StringComparison.Ordinal);
            Assert.Contains("page", problem.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Cut_between_pages_the_receipt_says_how_far_it_came(int pages)
    {
        var unit = await UnitWithUsersAsync(12);
        await using var relay = FaultyRelay.Start(shared.Domain, new RelayFault(RelayAction.Cut) { AfterPages = pages });

        var reading = await ReadAsync(Options(relay, unit), () => relay.Faults > 0);

        Assert.False(reading.Receipt.Complete);
        Assert.Equal(pages, reading.Receipt.Pages);
        Assert.InRange(reading.Accounts.Count(), Math.Max(0, (pages - 3) * 5), Math.Max(0, (pages - 2) * 5));
    }

    [Fact]
    public async Task Cut_after_any_number_of_bytes_it_is_an_error_at_the_start_or_an_incomplete_receipt_but_never_a_complete_one()
    {
        var unit = await UnitWithUsersAsync(12);
        for (var bytes = 500; ; bytes += 700)
        {
            await using var relay = FaultyRelay.Start(shared.Domain, new RelayFault(RelayAction.Cut) { AfterBytes = bytes });
            try
            {
                var reading = await ReadAsync(Options(relay, unit), () => relay.Faults > 0);
                Assert.Equal(relay.Faults == 0, reading.Receipt.Complete);
                if (reading.Receipt.Complete)
                {
                    Assert.Equal(12, reading.Receipt.Accounts);
                    return;
                }
            }
            catch (ConnectedSystemException e)
            {
                Assert.Equal(1, relay.Faults);
                Assert.Contains(e.Code, new[] { "TlsFailed", "ServerDisconnected" });
            }
        }
    }

    [Theory]
    [InlineData(false, "ConnectionLost")]
    [InlineData(true, "ServerSilent")]
    public async Task A_domain_controller_killed_or_frozen_halfway_through_a_read_makes_it_incomplete(bool freeze, string code)
    {
        await using var domain = await SambaDomain.StartAsync(Token);
        await domain.Tools.ChangeAsync(Users(60, SambaDomain.UsersContainer), Token);
        var options = AdReading.Options(domain);
        options.PageSize = 5;
        var broken = false;

        var reading = await ReadAsync(options, () => broken, seen =>
        {
            if (!broken && seen.Count(r => r.Kind == Model.EntryKind.Account) >= 10)
            {
                (freeze ? (Action)domain.Pause : domain.Kill)();
                broken = true;
            }
        });

        Assert.False(reading.Receipt.Complete);
        // On a busy machine the deadline may pass before the dead controller's connection is seen to break.
        Assert.Contains(Assert.Single(reading.Receipt.Problems).Code, new[] { code, "ServerSilent" });
        Assert.InRange(reading.Receipt.Accounts, 10, 40);
        Assert.Equal(0, reading.Receipt.Groups);
    }

    [Fact]
    public async Task A_cancelled_read_ends_as_cancelled_and_gives_no_receipt()
    {
        var unit = await UnitWithUsersAsync(12);
        await using var relay = FaultyRelay.Start(shared.Domain, new RelayFault(RelayAction.Stall) { AfterPages = 3 });
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var options = Options(relay, unit);

        var batches = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var batch in AdReading.Source(options, clock).ReadAsync(new ReadRequest { BatchSize = 1 }, cancel.Token))
            {
                Assert.Null(batch.Receipt);
                batches++;
                cancel.CancelAfter(200);
            }
        });
        Assert.Equal(1, batches);
    }

    [Fact]
    public async Task A_reader_that_stops_early_leaves_nothing_behind()
    {
        var unit = await UnitWithUsersAsync(12);
        var options = AdReading.Options(shared.Domain, unit);
        options.PageSize = 2;
        await foreach (var batch in AdReading.Source(options).ReadAsync(new ReadRequest { BatchSize = 1 }, Token))
        {
            Assert.Single(batch.Records);
            break;
        }

        Assert.True((await AdReading.OfAsync(options)).Receipt.Complete);
    }

    private static string Users(int count, string parent)
    {
        var run = Guid.NewGuid().ToString("N")[..6];
        return string.Concat(Enumerable.Range(0, count).Select(i => LdapTools.User($"Broken {run} {i}", $"b{run}.{i}", parent).Ldif));
    }

    /// <summary>Reads by the test's clock, which begins to run when something is wrong.</summary>
    private async Task<AdReading> ReadAsync(ActiveDirectoryOptions options, Func<bool> isWrong, Action<IReadOnlyList<SourceRecord>>? onBatch = null)
    {
        var reading = AdReading.OfAsync(AdReading.Source(options, clock), 5, onBatch);
        while (await Task.WhenAny(reading, Task.Delay(10, Token)) != reading)
        {
            if (isWrong())
            {
                clock.Advance(TimeSpan.FromSeconds(1));
            }
        }

        return await reading;
    }

    private ActiveDirectoryOptions Options(FaultyRelay relay, string unit) => new()
    {
        Server = relay.Url,
        BaseDn = unit,
        User = SambaDomain.AdminUser,
        Password = SambaDomain.AdminPassword,
        PageSize = 5,
        TrustedCertificate = shared.Domain.CaFile,
    };

    private async Task<string> UnitWithUsersAsync(int count)
    {
        var unit = await shared.OwnUnitAsync();
        await shared.Tools.ChangeAsync(Users(count, unit), Token);
        return unit;
    }
}
