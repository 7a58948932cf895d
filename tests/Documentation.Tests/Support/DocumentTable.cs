using System.Globalization;

namespace SyncEngine.Documentation.Tests;

/// <summary>Tables of a document that list members of a type, each with its default: no more, no less.</summary>
internal static class DocumentTable
{
    internal static void AssertListed(string document, string heading, object defaults) => Assert.Equal(
        defaults.GetType().GetProperties().Where(p => p.GetMethod!.IsStatic == false).Select(property => (property.Name, Default(property.GetValue(defaults)))),
        Rows(document, heading).Select(cells => (cells[0], cells[1])));

    /// <summary>The rows of the table whose first heading is given, without the marks of code.</summary>
    internal static IEnumerable<string[]> Rows(string document, string heading) => Repository.Text(document).Split('\n')
        .SkipWhile(line => !line.StartsWith($"| {heading} |", StringComparison.Ordinal))
        .Skip(2)
        .TakeWhile(line => line.StartsWith('|'))
        .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim().Trim('`')).ToArray());

    /// <summary>As the document writes it: what is not a value of its own has none.</summary>
    private static string Default(object? value) => value switch
    {
        null => "none",
        bool flag => flag ? "true" : "false",
        string text => text,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => "see below",
    };
}
