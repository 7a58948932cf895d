using SyncEngine.TestSupport.Samba;
using SyncEngine.Adapters.ActiveDirectory.Reading;
using SyncEngine.Capture;
using SyncEngine.Model;
using Microsoft.Extensions.Logging.Abstractions;

namespace SyncEngine.Adapters.ActiveDirectory.Tests;

public sealed class SmokeTests
{
    [Fact]
    public async Task It_runs()
    {
        var ct = TestContext.Current.CancellationToken;
        var w = System.Diagnostics.Stopwatch.StartNew();
        await using var domain = await SambaDomain.StartAsync(ct);
        Console.WriteLine($"up {w.ElapsedMilliseconds}"); w.Restart();
        var ou = await domain.Tools.AddUnitAsync("Users, Moscow", SambaDomain.BaseDn, ct);
        var u = await domain.Tools.AddUserAsync("Иван", "ivan", ou, ct, ("mail", "i@x.y"));
        var g = await domain.Tools.AddGroupAsync("Staff", ou, ct, u);
        Console.WriteLine($"changes {w.ElapsedMilliseconds}"); w.Restart();
        var options = new ActiveDirectoryOptions { Server = domain.LdapsUrl, User = SambaDomain.AdminUser, Password = SambaDomain.AdminPassword, TrustedCertificate = domain.CaFile };
        var source = new ActiveDirectorySource(new SystemName("ad"), options, TimeProvider.System, NullLogger<ActiveDirectorySource>.Instance);
        await foreach (var b in source.ReadAsync(new ReadRequest(), ct))
        {
            foreach (var r in b.Records) Console.WriteLine($"{r.Kind} {r.Anchor} parent={r.Parent} enabled={r.Enabled} {r.Attributes} members={r.Members.Length}");
            if (b.Receipt is { } x) { Console.WriteLine(x); foreach (var p in x.Problems) Console.WriteLine(p); }
        }
        Console.WriteLine($"read {w.ElapsedMilliseconds}"); w.Restart();
        await foreach (var c in new ActiveDirectoryCheck(new SystemName("ad"), () => options, TimeProvider.System).CheckAsync(ct)) Console.WriteLine(c);
        var a = await domain.Tools.AnchorAsync(u, ct);
        var key = new EntryKey(new SystemName("ad"), EntryKind.Account, a);
        Console.WriteLine((await source.ConfirmAsync([key], ct))[0]);
        await domain.Tools.DeleteAsync(u, ct);
        Console.WriteLine((await source.ConfirmAsync([key, key with { Anchor = Guid.NewGuid().ToString() }], ct))[0]);
        Console.WriteLine((await source.ConfirmAsync([key, key with { Anchor = Guid.NewGuid().ToString() }], ct))[1]);
        w.Restart();
        await domain.DisposeAsync();
        Console.WriteLine($"down {w.ElapsedMilliseconds}");
    }
}
