using SyncEngine.Emulators;

namespace SyncEngine.Documentation.Tests;

/// <summary>The document of the emulated G Suite lists every fault, switch and option, each with its default: no more, no less.</summary>
public sealed class GSuiteEmulatorTests
{
    private const string Document = "docs/adapters/gsuite-emulator.md";

    [Fact]
    public void Every_fault_is_listed_in_order() => Assert.Equal(Enum.GetNames<GSuiteFaultKind>(), DocumentTable.Rows(Document, "Fault").Select(cells => cells[0]));

    [Fact]
    public void Every_switch_is_listed_in_order_with_its_default() => DocumentTable.AssertListed(Document, "Switch", new GSuiteBehaviour());

    [Fact]
    public void Every_option_is_listed_in_order_with_its_default() => DocumentTable.AssertListed(Document, "Option", new GSuiteEmulatorOptions());

    [Fact]
    public void Every_member_of_a_fault_is_listed() => Assert.Equal(
        typeof(GSuiteFault).GetProperties().Select(p => p.Name).Order(StringComparer.Ordinal),
        DocumentTable.Rows(Document, "Of a fault").Select(cells => cells[0]).Order(StringComparer.Ordinal));
}
