using SyncEngine.Adapters.ActiveDirectory.Tests.Support;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Doctor;

/// <summary>The doctor on a sign-in that is refused: the domain controller's own sub-code tells why, and each has its remedy. The domain is real.</summary>
public sealed class CredentialTroubleTests : IAsyncLifetime
{
    private const string Secret = "Pa55word-s3cret-marker";
    private static int count;
    private SambaDomain domain = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => domain = await SambaDomain.StartAsync(Token);

    [Fact]
    public async Task Each_refusal_is_told_apart()
    {
        var (known, _) = await AccountAsync();
        await FailsAsync(known, "Wr0ng-" + Secret, "WrongCredentials", "name or password is wrong (invalidCredentials (49), data 52e)", "Check User (as svc-sync@corp.example");
        await FailsAsync("nobody", Secret, "WrongCredentials", "data 52", "Check User");

        var (disabled, dn) = await AccountAsync();
        await domain.Tools.DisableAsync(dn, Token);
        await FailsAsync(disabled, Secret, "AccountDisabled", "the account is disabled (invalidCredentials (49), data 533)", "Enable the account that reads");

        (var expired, dn) = await AccountAsync();
        await domain.Tools.SetAsync(dn, "accountExpires", Token, "116444736000000000");
        await FailsAsync(expired, Secret, "AccountExpired", "the account has expired (invalidCredentials (49), data 701)", "Extend the account");

        (var mustChange, dn) = await AccountAsync();
        await domain.Tools.SetAsync(dn, "pwdLastSet", Token, "0");
        await FailsAsync(mustChange, Secret, "PasswordMustChange", "the password must be changed at the next sign-in (invalidCredentials (49), data 773)", "Set the password");

        (var hours, dn) = await AccountAsync();
        await domain.Tools.ChangeAsync($"dn: {dn}\nchangetype: modify\nreplace: logonHours\nlogonHours:: {Convert.ToBase64String(new byte[21])}\n\n", Token);
        await FailsAsync(hours, Secret, "SignInNotAllowed", "may not sign in at this hour (invalidCredentials (49), data 530)", "logon hours");
    }

    [Fact]
    public async Task A_locked_account_is_told_as_locked()
    {
        await domain.Tools.SetAsync(SambaDomain.BaseDn, "lockoutThreshold", Token, "2");
        var (locked, _) = await AccountAsync();
        for (var i = 0; i < 2; i++)
        {
            await Examination.RunAsync(Options(locked, "Wr0ng-" + Secret));
        }

        await FailsAsync(locked, Secret, "AccountLocked", "locked after wrong passwords (invalidCredentials (49), data 775)", "look for who else uses its old password");
    }

    [Fact]
    public async Task A_password_that_is_too_old_is_told_as_expired()
    {
        var (old, dn) = await AccountAsync();
        await domain.SetStoredAsync(dn, "pwdLastSet", DateTimeOffset.UtcNow.AddDays(-100).ToFileTime(), Token);
        await FailsAsync(old, Secret, "PasswordExpired", "the password has expired (invalidCredentials (49), data 532)", "let the password of the account that reads never expire");
    }

    public ValueTask DisposeAsync() => domain is null ? ValueTask.CompletedTask : domain.DisposeAsync();

    private Task FailsAsync(string login, string password, string code, string what, string remedy) => Examination.FailsAsync(
        Options(login, password), "credentials", code, [$"{domain.Ldaps} refused the sign-in of 'CONTOSO\\{login}': ", what], remedy);

    private ActiveDirectoryOptions Options(string login, string password)
    {
        var options = AdReading.Options(domain);
        (options.User, options.Password) = ($"CONTOSO\\{login}", password);
        return options;
    }

    private async Task<(string Login, string Dn)> AccountAsync()
    {
        var login = $"svc-{Interlocked.Increment(ref count)}";
        var dn = await domain.Tools.AddUserAsync($"Service {login}", login, SambaDomain.UsersContainer, Token);
        await domain.Tools.ChangeAsync($"dn: {dn}\nchangetype: modify\nreplace: userAccountControl\nuserAccountControl: 512\n\n", Token, "-c");
        await domain.Tools.SetPasswordAsync(dn, Secret, Token);
        return (login, dn);
    }
}
