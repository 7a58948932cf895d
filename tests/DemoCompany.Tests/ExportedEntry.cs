using System.Text;

namespace SyncEngine.DemoCompany.Tests;

/// <summary>One entry of an export, read here by rules of its own so that the generator and the adapter are not taken at their word.</summary>
internal sealed class ExportedEntry
{
    private readonly List<(string Name, byte[] Value)> values = [];

    public string Dn => Text("dn")!;

    public Guid Id => new(values.Single(v => v.Name == "objectGUID").Value);

    public string? Text(string name) => All(name).SingleOrDefault();

    public IEnumerable<string> All(string name) => values.Where(v => v.Name == name).Select(v => Encoding.UTF8.GetString(v.Value));

    public bool Is(string objectClass) => All("objectClass").Contains(objectClass, StringComparer.Ordinal);

    public bool IsPerson => Is("user") && !Is("computer");

    public bool IsDisabled => (int.Parse(Text("userAccountControl")!, System.Globalization.CultureInfo.InvariantCulture) & 2) != 0;

    public bool IsDeleted => Text("isDeleted") == "TRUE";

    /// <summary>The entries of an export, and the lines that are no entries.</summary>
    public static (List<ExportedEntry> Entries, List<string> OtherLines) Read(byte[] file)
    {
        var (entries, rest) = (new List<ExportedEntry>(), new List<string>());
        foreach (var block in Encoding.UTF8.GetString(file).Replace("\n ", "", StringComparison.Ordinal).Split("\n\n"))
        {
            var lines = block.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            if (Array.Find(lines, line => line.StartsWith("dn:", StringComparison.Ordinal)) is null)
            {
                rest.AddRange(lines);
                continue;
            }

            var entry = new ExportedEntry();
            entry.values.AddRange(lines.Where(line => !line.StartsWith('#')).Select(Value));
            entries.Add(entry);
        }

        return (entries, rest);
    }

    private static (string Name, byte[] Value) Value(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return line[colon + 1] == ':'
            ? (line[..colon], Convert.FromBase64String(line[(colon + 3)..]))
            : (line[..colon], Encoding.UTF8.GetBytes(line[(colon + 2)..]));
    }
}
