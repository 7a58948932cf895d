using System.CommandLine;
using SyncEngine.Bench.Company;
using SyncEngine.Bench.Runner;
using SyncEngine.Bench.Server;

namespace SyncEngine.Bench;

/// <summary>The command line of <c>./bench</c>.</summary>
internal static class BenchCommand
{
    internal const int SizeDefault = 100_000;

    internal static RootCommand Build()
    {
        var size = Size();
        var only = new Option<string?>("--only") { Description = "Only these lines, separated by commas: " + string.Join(", ", BenchRun.Lines.Select(l => l.Name)) + "." };
        only.Validators.Add(result =>
        {
            foreach (var unknown in Names(result.GetValue(only)).Except(BenchRun.Lines.Select(l => l.Name), StringComparer.Ordinal))
            {
                result.AddError($"There is no line '{unknown}'.");
            }
        });
        var runs = Number("--runs", "How often each is measured; medians are printed.", 3, 1, 100);
        var root = new RootCommand("Measures the engine's workloads beside their references, and prints one line each.") { size, only, runs };
        root.SetAction((parsed, cancellationToken) =>
            BenchRun.RunAsync(parsed.GetValue(size), Names(parsed.GetValue(only)), parsed.GetValue(runs), cancellationToken));
        root.Add(Crash());
        root.Add(Ldif());
        root.Add(Domain());
        return root;
    }

    private static Command Crash()
    {
        var size = Size();
        var kills = Number("--kills", "How often the importing process is killed.", 20, 1, 10_000);
        var crash = new Command("crash", "Kills a first import for real, again and again, and compares what it comes to with an undisturbed one.") { size, kills };
        crash.SetAction((parsed, cancellationToken) => CrashRun.RunAsync(parsed.GetValue(size), parsed.GetValue(kills), cancellationToken));
        return crash;
    }

    private static Command Ldif()
    {
        var size = Size();
        var path = new Argument<string>("path") { Description = "The file to write." };
        var ldif = new Command("ldif", "Writes the company's directory as an LDIF export, to try other things with.") { size, path };
        ldif.SetAction(parsed => CompanyLdif.Write(new BigCompany(parsed.GetValue(size)), parsed.GetRequiredValue(path), _ => false));
        return ldif;
    }

    private static Command Domain()
    {
        var size = Size();
        var domain = new Command("domain", "Runs a Samba domain controller with the large company in it until it is stopped, to try other things with.") { size };
        domain.SetAction((parsed, cancellationToken) => BenchDomain.ShowAsync(parsed.GetValue(size), cancellationToken));
        return domain;
    }

    private static Option<int> Size() => Number("--size", "How many people.", SizeDefault, 1_000, 10_000_000);

    private static Option<int> Number(string name, string description, int value, int min, int max)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.GetValue(option) < min || result.GetValue(option) > max)
            {
                result.AddError(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name} is {min} to {max}."));
            }
        });
        return option;
    }

    private static string[] Names(string? only) => only?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
