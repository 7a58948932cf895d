using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using SyncEngine.Adapters.ActiveDirectory.Tests.Support;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Export;

/// <summary>Accounts whose time has run out, in an export: disabled only where that is wanted, and never by mistake.</summary>
public sealed class ExpiredAccountTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    private readonly string path = Path.GetTempFileName();
    private readonly FakeTimeProvider clock = new(Now);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ExpiredAccounts.CountAsEnabled, true)]
    [InlineData(ExpiredAccounts.CountAsDisabled, false)]
    public async Task Only_who_expired_in_the_past_is_disabled_and_only_when_wanted(ExpiredAccounts count, bool enabled)
    {
        var reading = await ReadAsync(count, [
            ("past", FileTime(Now.AddSeconds(-1))), ("now", FileTime(Now)), ("future", FileTime(Now.AddSeconds(1))), ("zero", "0"),
            ("never", long.MaxValue.ToString(CultureInfo.InvariantCulture)), ("far", "3000000000000000000"),
        ]);

        Assert.True(reading.Receipt.Complete);
        Assert.Equal(
            [("far", true), ("future", true), ("never", true), ("now", enabled), ("past", enabled), ("zero", true)],
            reading.Accounts.Select(a => (a.Attributes[AttributeNames.Login]!, a.Enabled)).Order());
    }

    [Fact]
    public async Task An_export_without_the_attribute_cannot_tell_and_says_so()
    {
        Assert.True((await ReadAsync(ExpiredAccounts.CountAsEnabled, [("one", null)])).Receipt.Complete);

        var reading = await ReadAsync(ExpiredAccounts.CountAsDisabled, [("one", null), ("two", "0")]);

        Assert.False(reading.Receipt.Complete);
        Assert.Contains("AccountExpiryUnreadable", reading.Codes);
        Assert.Equal(["two"], reading.Accounts.Select(a => a.Attributes[AttributeNames.Login]));
    }

    [Fact]
    public async Task An_export_does_not_tell_changes_and_says_that_everything_must_be_read()
    {
        await ReadAsync(ExpiredAccounts.CountAsEnabled, [("one", "0")]);
        var source = AdReading.Source(new ActiveDirectoryOptions { LdifPath = path }, clock);

        var reading = await AdReading.OfAsync(source, since: new Cursor("of a server that was read before"));

        Assert.Equal((ReadMode.Delta, true, false), (reading.Receipt.Mode, reading.Receipt.FullReadNeeded, reading.Receipt.Complete));
        Assert.Equal(["NoChangesInExport"], reading.Codes);
        Assert.Empty(reading.Records);
    }

    public void Dispose() => File.Delete(path);

    private static string FileTime(DateTimeOffset time) => time.ToFileTime().ToString(CultureInfo.InvariantCulture);

    private async Task<AdReading> ReadAsync(ExpiredAccounts count, (string Login, string? Expires)[] accounts)
    {
        var entries = accounts.Select(a =>
            $"dn: CN={a.Login},DC=corp,DC=example\nobjectClass: user\nobjectGUID:: {Convert.ToBase64String(Guid.NewGuid().ToByteArray())}\n"
            + $"sAMAccountName: {a.Login}\nuserAccountControl: 512\n{(a.Expires is null ? "" : $"accountExpires: {a.Expires}\n")}\n");
        await File.WriteAllTextAsync(
            path, $"# extended LDIF\n\n{string.Concat(entries)}# search result\nsearch: 2\nresult: 0 Success\n\n# numEntries: {accounts.Length}\n", Token);
        return await AdReading.OfAsync(AdReading.Source(new ActiveDirectoryOptions { LdifPath = path, ExpiredAccounts = count }, clock));
    }
}
