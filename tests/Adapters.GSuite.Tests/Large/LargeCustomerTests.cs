using System.Globalization;
using SyncEngine.Capture;
using SyncEngine.Emulators;
using SyncEngine.Model;

namespace SyncEngine.Adapters.GSuite.Tests.Large;

/// <summary>What measures the memory of the process runs alone.</summary>
[CollectionDefinition(nameof(MeasuredAlone), DisableParallelization = true)]
public sealed class MeasuredAlone;

/// <summary>A reading of very many: no request more than there must be, and in memory little more than their ids.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class LargeCustomerTests
{
    private const int People = 100_000;
    private const int Groups = 450;
    private const int GroupSize = 410;
    private const int Deleted = 700;

    [Fact]
    public async Task A_hundred_thousand_people_are_read_by_the_least_requests_in_bounded_memory()
    {
        await using var rig = await Rig.StartAsync(o => o.RequestsKept = 10_000);
        Seed(rig.Emulator);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (accounts, memberships, managed, most) = (0, 0, 0, 0L);
        Receipt? receipt = null;
        await foreach (var batch in rig.Source.ReadAsync(new ReadRequest(), Rig.Ct))
        {
            accounts += batch.Records.Count(r => r is { Kind: EntryKind.Account, Deleted: false });
            managed += batch.Records.Count(r => r.Attributes[AttributeNames.Manager] is not null);
            memberships += batch.Records.Sum(r => r.Members.Length);
            receipt = batch.Receipt;
            if (accounts / 10_000 != (accounts - batch.Records.Count) / 10_000)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        Assert.True(receipt!.Complete, string.Join(' ', receipt.Problems));
        Assert.Equal((People + 1, Groups, Groups * GroupSize), (accounts, receipt.Groups, memberships));
        Assert.Equal(People - 1, managed);
        var least = Pages(People + 1, 500) + Pages(Deleted, 500) + 1 + Pages(Groups, 200) + (Groups * Pages(GroupSize, 200));
        Assert.Equal((least, least), (receipt.Pages, rig.ApiRequests.Count));
        Assert.True(most < 80 * 1024 * 1024, $"{most / 1024 / 1024} MiB are in memory during the reading");
        TestContext.Current.SendDiagnosticMessage("{0} MiB at most, {1} requests", most / 1024 / 1024, receipt.Pages);
    }

    private static int Pages(int items, int size) => (items + size - 1) / size;

    /// <summary>Managers are spread over the list: on the average half of the people come before theirs.</summary>
    private static void Seed(GSuiteEmulator emulator)
    {
        for (var unit = 0; unit < 200; unit++)
        {
            emulator.SeedOrgUnit(new() { OrgUnitPath = Unit(unit) });
        }

        var ids = new string[People];
        for (var i = 0; i < People; i++)
        {
            ids[i] = emulator.SeedUser(new()
            {
                PrimaryEmail = Email(i), GivenName = "Person", FamilyName = Text(i), OrgUnitPath = Unit(i % 200),
                Organizations = [new() { Name = "Corp", Title = $"Title {i % 500}", Department = $"Department {i % 300}", Primary = true }],
                Phones = [new($"+1 555 {i:000000}", "work")],
                Relations = i == 7 ? [] : [new(Email(i % 100 == 7 ? 7 : ((i * 31) % (People / 100) * 100) + 7), "manager")],
            }).Id;
        }

        for (var i = 0; i < Deleted; i++)
        {
            emulator.DeleteUser(emulator.SeedUser(new() { PrimaryEmail = $"left{i}@corp.example", GivenName = "Left", FamilyName = Text(i) }).Id);
        }

        for (var group = 0; group < Groups; group++)
        {
            emulator.SeedGroup(new()
            {
                Email = $"group{group}@corp.example", Name = $"Group {group}",
                Members = [.. Enumerable.Range(0, GroupSize).Select(i => new GSuiteMember { Id = ids[((group * 211) + (i * 97)) % People], Type = "USER" })],
            });
        }
    }

    private static string Unit(int number) => FormattableString.Invariant($"/Staff/Unit{number}");

    private static string Email(int number) => $"person{Text(number)}@corp.example";

    private static string Text(int number) => number.ToString("000000", CultureInfo.InvariantCulture);
}
