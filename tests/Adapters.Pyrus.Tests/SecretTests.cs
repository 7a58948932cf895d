using Microsoft.Extensions.Time.Testing;
using SyncEngine.Emulators;
using SyncEngine.History;

namespace SyncEngine.Adapters.Pyrus.Tests;

public sealed class SecretTests
{
    private const string Key = "s3cr3t-k3y-of-the-sync-account";

    [Fact]
    public async Task No_key_and_no_token_is_in_any_log_line_error_outcome_or_receipt()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using var rig = await Rig.StartAsync(o => o.SecurityKey = Key, time: time);
        var said = new List<string>();
        said.Add((await rig.ReadAsync()).Receipt.ToString());
        foreach (var kind in Enum.GetValues<PyrusFaultKind>().Where(k => k != PyrusFaultKind.Delay))
        {
            foreach (var path in new[] { "members", "profile", "auth" })
            {
                rig.Emulator.Faults.Clear();
                rig.Emulator.Faults.Add(new PyrusFault(kind) { Path = path, Times = 100 });
                if (path == "auth")
                {
                    rig.Emulator.RevokeTokens();
                }

                await SayAsync(said, async () => string.Join("; ", (await Rig.WhileTimePassesAsync(time, rig.ReadAsync())).Receipt.Problems));
                await SayAsync(said, async () => (await Rig.WhileTimePassesAsync(
                    time, rig.ApplyAsync(ChangeAction.CreateAccount, fields: [("firstName", "A"), ("email", $"{kind}-{path}@corp.example")]))).ToString());
            }
        }

        rig.Emulator.Faults.Clear();
        rig.Emulator.ChangeSecurityKey("another");

        // Past the breaker, which so many failures open.
        time.Advance(TimeSpan.FromMinutes(10));
        await SayAsync(said, async () => (await Rig.WhileTimePassesAsync(time, rig.ReadAsync())).Receipt.ToString());
        Assert.Contains(said, s => s.Contains("CredentialsRefused", StringComparison.Ordinal));
        Assert.Contains(rig.Logs.Lines, l => l.Contains("auth", StringComparison.Ordinal));
        Assert.True(rig.Logs.Lines.Count > 100);
        Assert.All(said.Concat(rig.Logs.Lines), text =>
        {
            Assert.DoesNotContain(Key, text);

            // How every token of the emulator begins.
            Assert.DoesNotContain("gAAAAA", text);
        });
    }

    [Fact]
    public void A_bad_configuration_names_the_key_but_not_its_value()
    {
        var result = new PyrusOptionsValidator().Validate("pyrus", new PyrusOptions { BaseUrl = $"https://user:{Key}@pyrus.corp.example/", SecurityKey = Key });
        Assert.True(result.Failed);
        Assert.DoesNotContain(Key, result.FailureMessage);
    }

    private static async Task SayAsync(List<string> said, Func<Task<string>> ask)
    {
        try
        {
            said.Add(await ask());
        }
        catch (SyncEngineException e)
        {
            said.Add($"{e.Code} {e.Message} {e.Remedy} {e}");
        }
    }
}
