using System.Globalization;
using SyncEngine.Bench.Runner;
using SyncEngine.Emulators;

namespace SyncEngine.Bench.Server;

/// <summary>An emulated G Suite in this process with a company made of numbers: a unit for every 250 people, a group of 400 for every 500.</summary>
internal sealed class BenchGoogle : IAsyncDisposable
{
    private const int GroupSize = 400;
    private readonly GSuiteEmulator emulator;

    private BenchGoogle(GSuiteEmulator emulator, int people)
    {
        this.emulator = emulator;
        Units = Math.Max(1, people / 250) + 1;
        Groups = Math.Max(1, people / 500);
        Users = people + 1;
    }

    /// <summary>The administrator included.</summary>
    internal int Users { get; }

    internal int Groups { get; }

    internal int Units { get; }

    internal int Entries => Users + Groups + Units;

    internal static async Task<BenchGoogle> StartAsync(int people, CancellationToken cancellationToken)
    {
        var google = new BenchGoogle(await GSuiteEmulator.StartAsync(new() { RequestsKept = 1, RequestsPerWindow = int.MaxValue }, cancellationToken), people);
        google.Seed(people);
        return google;
    }

    internal PieceArguments Piece(string piece) => new()
    {
        Piece = piece, WarmUps = 1, Url = emulator.BaseUrl.ToString(), KeyPath = emulator.ServiceAccountKeyPath, User = emulator.DelegatedAdmin,
    };

    public ValueTask DisposeAsync() => emulator.DisposeAsync();

    private void Seed(int people)
    {
        for (var unit = 0; unit < Units - 1; unit++)
        {
            emulator.SeedOrgUnit(new() { OrgUnitPath = Unit(unit) });
        }

        var ids = new string[people];
        for (var i = 0; i < people; i++)
        {
            ids[i] = emulator.SeedUser(new()
            {
                PrimaryEmail = Email(i), GivenName = "Person", FamilyName = Text(i), OrgUnitPath = Unit(i % (Units - 1)), Aliases = [$"p{Text(i)}@corp.example"],
                Organizations = [new() { Name = "Corp", Title = $"Title {i % 500}", Department = $"Department {i % 300}", Primary = true }],
                Phones = [new($"+1 555 {Text(i)}", "work"), new($"+1 556 {Text(i)}", "mobile")],
                ExternalIds = [new(Text(i), "organization")],
                Relations = [new(Email(i * 31 % people / 10 * 10), "manager")],
            }).Id;
        }

        for (var group = 0; group < Groups; group++)
        {
            emulator.SeedGroup(new()
            {
                Email = $"group{group}@corp.example", Name = $"Group {group}",
                Members = [.. Enumerable.Range(0, Math.Min(GroupSize, people)).Select(i => new GSuiteMember { Id = ids[((group * 211) + (i * 97)) % people], Type = "USER" })],
            });
        }
    }

    /// <summary>The units stand in one of their own.</summary>
    private static string Unit(int number) => $"/Users/Unit{number}";

    private static string Email(int number) => $"person{Text(number)}@corp.example";

    private static string Text(int number) => number.ToString("0000000", CultureInfo.InvariantCulture);
}
