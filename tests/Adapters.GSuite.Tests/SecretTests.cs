using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using SyncEngine.Emulators;

namespace SyncEngine.Adapters.GSuite.Tests;

public sealed class SecretTests
{
    [Fact]
    public async Task No_key_no_assertion_and_no_token_is_in_any_log_line_error_or_receipt_and_no_person_in_a_log()
    {
        foreach (var kind in Enum.GetValues<GSuiteFaultKind>().Where(k => k != GSuiteFaultKind.Delay))
        {
            var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));
            await using var rig = await Rig.StartAsync(configure: (o, _) => (o.UserPageSize, o.RequestTimeout) = (2, TimeSpan.FromMinutes(10)), time: time);
            SmallCompany.Seed(rig.Emulator);
            rig.Emulator.ChangeUser("zoe@corp.example", zoe => zoe with { Relations = [new("nobody@partner.example", "manager")] });
            var said = new List<string> { (await rig.ReadAsync()).Receipt.ToString() };
            foreach (var path in new[] { "users", "groups/*", "token", "users/*" })
            {
                rig.Emulator.Faults.Clear();
                rig.Emulator.Faults.Add(new GSuiteFault(kind) { Path = path, Times = 100 });
                if (path == "token")
                {
                    rig.Emulator.ExpireTokens();
                }

                await SayAsync(said, async () => string.Join("; ", (await Rig.WhileTimePassesAsync(time, rig.ReadAsync())).Receipt.Problems));
            }

            Judge(rig, said);
        }
    }

    private static void Judge(Rig rig, List<string> said)
    {
        var key = JsonNode.Parse(rig.Emulator.ServiceAccountKeyJson)!;
        var lines = ((string)key["private_key"]!).Split('\n').Where(line => line.Length == 64).ToArray();
        Assert.True(lines.Length > 10);
        Assert.Contains(rig.Logs.Lines, l => l.Contains("Signed in", StringComparison.Ordinal));
        Assert.True(rig.Logs.Lines.Count > 50);
        Assert.All(said.Concat(rig.Logs.Lines), text =>
        {
            Assert.DoesNotContain(lines, line => text.Contains(line, StringComparison.Ordinal));

            // How every assertion begins: {"alg" in base64; how every token of the emulator begins.
            Assert.DoesNotContain("eyJhbGci", text, StringComparison.Ordinal);
            Assert.DoesNotContain("ya29.", text, StringComparison.Ordinal);
        });
        Assert.All(rig.Logs.Lines, line => Assert.False(
            line.Contains("zoe@", StringComparison.Ordinal) || line.Contains("anna@", StringComparison.Ordinal) || line.Contains("nobody@", StringComparison.Ordinal), line));
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
