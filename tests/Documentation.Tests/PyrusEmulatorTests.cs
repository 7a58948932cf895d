using SyncEngine.Emulators;

namespace SyncEngine.Documentation.Tests;

/// <summary>The document of the emulated Pyrus lists every fault, switch and option, each with its default: no more, no less.</summary>
public sealed class PyrusEmulatorTests
{
    private const string Document = "docs/adapters/pyrus-emulator.md";

    [Fact]
    public void Every_fault_is_listed_in_order() => Assert.Equal(Enum.GetNames<PyrusFaultKind>(), DocumentTable.Rows(Document, "Fault").Select(cells => cells[0]));

    [Fact]
    public void Every_switch_is_listed_in_order_with_its_default() => DocumentTable.AssertListed(Document, "Switch", new PyrusBehaviour());

    [Fact]
    public void Every_option_is_listed_in_order_with_its_default() => DocumentTable.AssertListed(Document, "Option", new PyrusEmulatorOptions());

    [Fact]
    public void Every_member_of_a_fault_is_listed() => Assert.Equal(
        typeof(PyrusFault).GetProperties().Select(p => p.Name).Order(StringComparer.Ordinal),
        DocumentTable.Rows(Document, "Of a fault").Select(cells => cells[0]).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_way_to_treat_members_without_access_is_named() =>
        Assert.All(Enum.GetNames<PyrusInactiveMembers>(), name => Assert.Contains($"`{name}`", Repository.Text(Document), StringComparison.Ordinal));
}
