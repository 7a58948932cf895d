using SyncEngine.Adapters.ActiveDirectory.Tests.Support;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Doctor;

/// <summary>What the doctor says of a server that knows no DirSync at all: changes are read another way, which is no fault.</summary>
public sealed class DirSyncRefusedTests : IDisposable
{
    private readonly TestAuthority authority = new();
    private readonly string caFile = Path.GetTempFileName();

    public DirSyncRefusedTests() => File.WriteAllText(caFile, authority.Pem);

    [Fact]
    public async Task The_method_that_is_left_is_named()
    {
        var domain = new ScriptedDomain();
        domain.Accounts.Add(ScriptedDomain.User("alice", Guid.NewGuid()));
        domain.Before = request => request.Mentions("1.2.840.113556.1.4.841") ? [ScriptedServer.Result(request.Id, 5, 12, "no such control")] : null;
        await using var server = new ScriptedServer(authority, domain.Answer);

        var results = await Examination.RunAsync(new ActiveDirectoryOptions { Server = server.Url, User = "svc", Password = "S3cret-marker", TrustedCertificate = caFile });

        var changes = results.Single(r => r.Check == "changes");
        Assert.Equal(CheckStatus.Warning, changes.Status);
        Assert.Equal(
            "'svc' may not replicate changes of DC=fake,DC=test (unavailableCriticalExtension (12)): they are read by uSNChanged instead", changes.Detail);
        Assert.Equal("clock", results[^1].Check);
    }

    public void Dispose()
    {
        authority.Dispose();
        File.Delete(caFile);
    }
}
