using SyncEngine.Adapters.ActiveDirectory.Reading.Changes;
using SyncEngine.Adapters.ActiveDirectory.Tests.Support;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Changes;

/// <summary>
/// Hundreds of random changes in a real domain: what is known from reading the changes is what a full reading into a new store gives, entry by entry. Also
/// with the cursor damaged and the controller restarted on the way.
/// </summary>
public sealed class DeltaEqualsFullTests
{
    private const int Batches = 12;
    private const int ChangesInBatch = 42;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(nameof(ChangeMethod.DirSync), true, 1)]
    [InlineData(nameof(ChangeMethod.DirSync), false, 2)]
    [InlineData(nameof(ChangeMethod.UsnChanged), true, 3)]
    public async Task After_500_random_changes_the_changes_add_up_to_what_a_full_reading_shows(string method, bool inUnit, int seed)
    {
        await using var domain = await SambaDomain.StartAsync(Token);
        var (directory, unit) = await PopulateAsync(domain, seed);
        var source = new BentSource(AdReading.Source(Options(domain, inUnit ? unit : null)))
        {
            Given = method == nameof(ChangeMethod.UsnChanged) ? BentSource.ByNumber : null,
        };
        var rig = new ChangesRig(source);
        Assert.True((await rig.CaptureAsync()).Complete);

        for (var batch = 1; batch <= Batches; batch++)
        {
            await directory.ChangeAsync(ChangesInBatch);
            if (batch == 4)
            {
                await domain.RestartAsync(Token);
                directory.Tools = domain.Tools;
                source.Inner = AdReading.Source(Options(domain, inUnit ? unit : null));
            }

            source.Taken = batch == 8 ? Damage : null;
            var receipt = await rig.CaptureAsync();

            Assert.True(receipt.Complete, string.Join("; ", receipt.Problems.Select(p => p.Message)));
            Assert.Equal(batch == 8 ? ReadMode.Full : ReadMode.Delta, receipt.Mode);
            Assert.Equal(batch == 8 ? nameof(ChangeMethod.DirSync) : method, receipt.Facts.Single(f => f.Name == "changesBy").Value);
            await AssertSameAsync(rig, domain, inUnit ? unit : null, $"batch {batch}");
        }

        Assert.True(directory.Changes >= 500, $"{directory.Changes} changes");
        Assert.True(directory.Done.Count >= 20, string.Join(", ", directory.Done.Select(d => $"{d.Key}: {d.Value}")));
    }

    [Fact]
    public async Task Who_sees_no_tombstones_is_late_with_the_deleted_and_with_nothing_else_until_the_next_full_reading()
    {
        await using var domain = await SambaDomain.StartAsync(Token);
        var (directory, unit) = await PopulateAsync(domain, seed: 4, deleteUnits: false);
        var options = Options(domain, null);
        await domain.Tools.SetPasswordAsync(await domain.Tools.AddUserAsync("Sync Reader", "svc-reader", unit, Token), "Pa55word-svc-reader", Token);
        (options.User, options.Password) = ("CONTOSO\\svc-reader", "Pa55word-svc-reader");
        var rig = new ChangesRig(AdReading.Source(options));
        Assert.True((await rig.CaptureAsync()).Complete);

        for (var batch = 1; batch <= Batches; batch++)
        {
            await directory.ChangeAsync(ChangesInBatch);
            var full = batch % 4 == 0;
            var receipt = await rig.CaptureAsync(full ? ReadMode.Full : ReadMode.Delta);

            Assert.True(receipt.Complete, string.Join("; ", receipt.Problems.Select(p => p.Message)));
            Assert.Equal(full ? ReadMode.Full : ReadMode.Delta, receipt.Mode);
            Assert.Equal(nameof(ChangeMethod.DirSyncVisible), receipt.Facts.Single(f => f.Name == "changesBy").Value);
            Assert.Equal(!full, receipt.Problems.Any(p => p is { Code: "DeletionsNotVisible", Breaking: false }));
            if (full)
            {
                await AssertSameAsync(rig, domain, null, $"batch {batch}");
            }
            else
            {
                await AssertLateAsync(rig, domain, $"batch {batch}");
            }
        }
    }

    private static async Task<(RandomDirectory Directory, string Unit)> PopulateAsync(SambaDomain domain, int seed, bool deleteUnits = true)
    {
        var unit = await domain.Tools.AddUnitAsync("Company", SambaDomain.BaseDn, Token);
        var other = await domain.Tools.AddUnitAsync("Elsewhere", SambaDomain.BaseDn, Token);
        var directory = new RandomDirectory(domain.Tools, seed, deleteUnits);
        await directory.PopulateAsync([unit, other], 90);
        return (directory, unit);
    }

    private static ActiveDirectoryOptions Options(SambaDomain domain, string? baseDn) => AdReading.Options(domain, baseDn);

    private static Cursor Damage(Cursor cursor)
    {
        var at = cursor.Value.LastIndexOf("cookie=", StringComparison.Ordinal) + 30;
        at = Math.Min(at, cursor.Value.Length - 30);
        return new Cursor($"{cursor.Value[..at]}{(cursor.Value[at] == 'A' ? 'B' : 'A')}{cursor.Value[(at + 1)..]}");
    }

    private static async Task AssertSameAsync(ChangesRig rig, SambaDomain domain, string? baseDn, string when)
    {
        var fresh = new ChangesRig(AdReading.Source(AdReading.Options(domain, baseDn)));
        Assert.True((await fresh.CaptureAsync(ReadMode.Full)).Complete);
        var (known, expected) = (await rig.PresentAsync(), await fresh.PresentAsync());

        var different = known.Values.Select(s => ChangesRig.Text(s)).Except(expected.Values.Select(s => ChangesRig.Text(s)), StringComparer.Ordinal)
            .Select(text => $"known:    {text}")
            .Concat(expected.Values.Select(s => ChangesRig.Text(s)).Except(known.Values.Select(s => ChangesRig.Text(s)), StringComparer.Ordinal).Select(text => $"expected: {text}"))
            .OrderBy(text => text[10..], StringComparer.Ordinal);
        Assert.True(!different.Any(), $"{when}:\n{string.Join('\n', different)}");
        Assert.Equal(expected.Keys, known.Keys);
        Assert.Equal(expected.Values.Select(s => s.Fingerprint), known.Values.Select(s => s.Fingerprint));
    }

    /// <summary>Known may still be who was deleted; all others are as a full reading shows them, but for what they say of the deleted.</summary>
    private static async Task AssertLateAsync(ChangesRig rig, SambaDomain domain, string when)
    {
        var fresh = new ChangesRig(AdReading.Source(AdReading.Options(domain)));
        Assert.True((await fresh.CaptureAsync(ReadMode.Full)).Complete);
        var (known, expected) = (await rig.PresentAsync(), await fresh.PresentAsync());

        Assert.Empty(expected.Keys.Except(known.Keys));
        var late = known.Keys.Except(expected.Keys).Select(key => key.Anchor).ToHashSet(StringComparer.Ordinal);
        foreach (var (key, state) in expected)
        {
            Assert.True(Told(state, late) == Told(known[key], late), $"{when}:\n{Told(known[key], late)}\n{Told(state, late)}");
        }
    }

    private static string Told(EntryState state, HashSet<string> late) => ChangesRig.Text(
        state.Attributes[AttributeNames.Manager] is { } manager && late.Contains(manager)
            ? state with { Attributes = state.Attributes.With(AttributeNames.Manager, []) }
            : state,
        late);
}
