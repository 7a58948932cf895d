using System.Globalization;
using SyncEngine.Emulators;

namespace SyncEngine.Documentation.Tests;

/// <summary>The document of the emulated Pyrus lists every fault, switch and option, each with its default: no more, no less.</summary>
public sealed class PyrusEmulatorTests
{
    private const string Document = "docs/adapters/pyrus-emulator.md";

    [Fact]
    public void Every_fault_is_listed_in_order() => Assert.Equal(Enum.GetNames<PyrusFaultKind>(), Table("Fault").Select(cells => cells[0]));

    [Fact]
    public void Every_switch_is_listed_in_order_with_its_default() => AssertListed("Switch", new PyrusBehaviour());

    [Fact]
    public void Every_option_is_listed_in_order_with_its_default() => AssertListed("Option", new PyrusEmulatorOptions());

    [Fact]
    public void Every_member_of_a_fault_is_listed() =>
        Assert.Equal(typeof(PyrusFault).GetProperties().Select(p => p.Name).Order(StringComparer.Ordinal), Table("Of a fault").Select(cells => cells[0]).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_way_to_treat_members_without_access_is_named() =>
        Assert.All(Enum.GetNames<PyrusInactiveMembers>(), name => Assert.Contains($"`{name}`", Repository.Text(Document), StringComparison.Ordinal));

    private static void AssertListed(string heading, object defaults) => Assert.Equal(
        defaults.GetType().GetProperties().Select(property => (property.Name, Default(property.GetValue(defaults)))),
        Table(heading).Select(cells => (cells[0], cells[1])));

    /// <summary>As the document writes it: what is not a value of its own has none.</summary>
    private static string Default(object? value) => value switch
    {
        null => "none",
        bool flag => flag ? "true" : "false",
        string text => text,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => "see below",
    };

    /// <summary>The rows of the table whose first heading is given, without the marks of code.</summary>
    private static IEnumerable<string[]> Table(string heading) => Repository.Text(Document).Split('\n')
        .SkipWhile(line => !line.StartsWith($"| {heading} |", StringComparison.Ordinal))
        .Skip(2)
        .TakeWhile(line => line.StartsWith('|'))
        .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim().Trim('`')).ToArray());
}
