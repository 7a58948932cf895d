using System.Collections.Immutable;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Mapping;
using SyncEngine.Adapters.ActiveDirectory.Reading;
using SyncEngine.Adapters.ActiveDirectory.Tests.Support;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Doctor;

/// <summary>The rights that the README names, granted by its own commands one after the other: each feature works with exactly them.</summary>
public sealed class LeastPrivilegeTests : IAsyncLifetime
{
    private const string Password = "Pa55word-least-privilege";
    private SambaDomain domain = null!;
    private string unit = "";
    private ReadmeRights rights = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        domain = await SambaDomain.StartAsync(Token);
        unit = await domain.Tools.AddUnitAsync("Staff", SambaDomain.BaseDn, Token);
        var reader = await domain.Tools.AddUserAsync("Reader", "svc-reader", SambaDomain.UsersContainer, Token);
        await domain.Tools.SetPasswordAsync(reader, Password, Token);
        rights = new ReadmeRights(domain, "svc-reader", reader, unit);
    }

    [Fact]
    public async Task An_ordinary_account_reads_everything_and_the_doctor_says_what_it_would_need_for_changes()
    {
        var dn = await domain.Tools.AddUserAsync("Alice", "alice", unit, Token);
        await domain.Tools.AddGroupAsync("Sales", unit, Token, dn);
        await domain.Tools.DisableAsync(await domain.Tools.AddUserAsync("Bob", "bob", unit, Token), Token);

        var reading = await AdReading.OfAsync(Options(unit));
        var check = await CheckAsync();

        Assert.True(reading.Receipt.Complete, string.Join("; ", reading.Receipt.Problems));
        Assert.Equal((true, false), (reading.Login("alice").Enabled, reading.Login("bob").Enabled));
        Assert.Equal([reading.Login("alice").Anchor], reading.Group("Sales").Members);
        Assert.Equal(["changes", "deletions"], check.Where(r => r.Status == CheckStatus.Warning).Select(r => r.Check));
        Assert.DoesNotContain(check, r => r.Status == CheckStatus.Failed);
        Assert.Equal(
            ("'CONTOSO\\svc-reader' may not replicate changes of DC=contoso,DC=test (insufficientAccessRights (50)): those that it may see are read by DirSync instead",
                "Grant the account that reads 'Replicating Directory Changes' on the domain; the package's README has the commands."),
            Of(check, "changes"));
        Assert.Equal(
            ("'CONTOSO\\svc-reader' may not look into CN=Deleted Objects,DC=contoso,DC=test: a reading of changes would miss who was deleted; only a full reading finds out",
                "Grant the account that reads 'List Contents' and 'Read All Properties' on CN=Deleted Objects; the package's README has the commands."),
            Of(check, "deletions"));
    }

    [Fact]
    public async Task With_the_right_to_replicate_changes_DirSync_works_and_with_the_container_too_it_shows_deletions()
    {
        var dn = await domain.Tools.AddUserAsync("Leaver", "leaver", unit, Token);
        var anchor = await domain.Tools.AnchorAsync(dn, Token);
        await domain.Tools.DeleteAsync(dn, Token);
        await Assert.ThrowsAsync<LdapResultException>(DeletedByDirSyncAsync);

        await rights.GrantChangesAsync(Token);

        var changesOnly = await CheckAsync();
        Assert.Empty(await DeletedByDirSyncAsync());
        Assert.Equal(["deletions"], changesOnly.Where(r => r.Status != CheckStatus.Ok).Select(r => r.Check));

        await rights.GrantDeletionsAsync(Token);

        Assert.Contains(anchor, await DeletedByDirSyncAsync());
        Assert.All(await CheckAsync(), r => Assert.Equal(CheckStatus.Ok, r.Status));
    }

    [Fact]
    public async Task With_the_right_on_the_container_of_deleted_objects_a_tombstone_is_the_evidence()
    {
        var dn = await domain.Tools.AddUserAsync("Leaver", "leaver", unit, Token);
        var key = new EntryKey(AdReading.System, EntryKind.Account, await domain.Tools.AnchorAsync(dn, Token));
        await domain.Tools.DeleteAsync(dn, Token);
        var before = await AdReading.Source(Options()).ConfirmAsync([key], Token);

        await rights.GrantDeletionsAsync(Token);

        Assert.Equal(ConfirmationAnswer.Gone, before[0].Answer);
        Assert.Equal(ConfirmationAnswer.Deleted, (await AdReading.Source(Options()).ConfirmAsync([key], Token))[0].Answer);
        Assert.Equal(CheckStatus.Ok, (await CheckAsync()).Single(r => r.Check == "deletions").Status);
    }

    [Fact]
    public async Task In_a_hardened_domain_the_state_of_people_needs_the_right_on_their_unit()
    {
        await domain.Tools.AddUserAsync("Alice", "alice", unit, Token);
        await domain.Tools.ChangeAsync(
            $"dn: CN=Pre-Windows 2000 Compatible Access,CN=Builtin,{SambaDomain.BaseDn}\nchangetype: modify\ndelete: member\n"
            + $"member: CN=S-1-5-11,CN=ForeignSecurityPrincipals,{SambaDomain.BaseDn}\n\n",
            Token);
        var hidden = (await CheckAsync(unit)).Single(r => r.Check == "visible");
        var reading = await AdReading.OfAsync(Options(unit));

        await rights.GrantStateAsync(Token);

        Assert.Equal(CheckStatus.Failed, hidden.Status);
        Assert.Contains("of 1 accounts it cannot be seen whether they are disabled", hidden.Detail, StringComparison.Ordinal);
        Assert.Contains("Read Account Restrictions", hidden.Remedy, StringComparison.Ordinal);
        Assert.False(reading.Receipt.Complete);
        Assert.Equal(CheckStatus.Ok, (await CheckAsync(unit)).Single(r => r.Check == "visible").Status);
        Assert.True((await AdReading.OfAsync(Options(unit))).Receipt.Complete);
    }

    public ValueTask DisposeAsync() => domain is null ? ValueTask.CompletedTask : domain.DisposeAsync();

    private static (string, string?) Of(List<CheckResult> check, string step)
    {
        var result = check.Single(r => r.Check == step);
        return (result.Detail, result.Remedy);
    }

    private ActiveDirectoryOptions Options(string? baseDn = null)
    {
        var options = AdReading.Options(domain, baseDn);
        (options.User, options.Password) = ("CONTOSO\\svc-reader", Password);
        return options;
    }

    private async Task<List<CheckResult>> CheckAsync(string? baseDn = null) =>
        await new ActiveDirectoryCheck(AdReading.System, () => Options(baseDn), TimeProvider.System).CheckAsync(Token).ToListAsync(Token);

    private async Task<List<string>> DeletedByDirSyncAsync()
    {
        var options = Options();
        await using var connection = await LdapConnection.OpenAsync(
            LiveSession.Endpoint(options), LiveSession.Trust(AdReading.System, options), LiveSession.Timeouts(options), TimeProvider.System, Token);
        await SignIn.RunAsync(connection, options, TimeProvider.System, Token);
        var deleted = new List<string>();
        ImmutableArray<string> attributes = [AdNames.ObjectGuid, AdNames.IsDeleted];
        await LdapSearch.ReadOnceAsync(
            connection,
            new SearchRequest(SambaDomain.BaseDn, SearchScope.Subtree, LdapFilter.Equal(AdNames.ObjectClass, "user"), attributes)
            {
                What = "changes",
                Controls = [LdapControl.DirSync(0, [])],
            },
            entry =>
            {
                if (entry.Has(AdNames.IsDeleted, AdNames.TrueText) && AdIdentifiers.ObjectId(entry.First(AdNames.ObjectGuid)) is { } id)
                {
                    deleted.Add(AdIdentifiers.Anchor(id));
                }
            },
            Token);
        return deleted;
    }
}
