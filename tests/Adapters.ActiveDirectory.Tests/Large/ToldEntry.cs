using System.Globalization;
using System.Text;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Large;

/// <summary>An entry as <c>ldapsearch -LLL -o ldif-wrap=no</c> prints it, read without any code of ours.</summary>
internal sealed class ToldEntry
{
    private readonly Dictionary<string, List<byte[]>> values = new(StringComparer.OrdinalIgnoreCase);

    internal string Dn { get; private init; } = "";

    internal string Anchor => new Guid(values["objectGUID"][0]).ToString("D");

    internal static IReadOnlyList<ToldEntry> Parse(string ldif) =>
        [.. ldif.Split("\n\n").Select(block => block.Trim('\n')).Where(block => block.StartsWith("dn:", StringComparison.Ordinal)).Select(Entry)];

    internal IReadOnlyList<string> Texts(string name) =>
        values.TryGetValue(name, out var found) ? [.. found.Select(Encoding.UTF8.GetString)] : [];

    internal string? Text(string name) => Texts(name) is [var first, ..] ? first : null;

    internal bool Is(string objectClass) => Texts("objectClass").Contains(objectClass);

    internal int Number(string name) => int.Parse(Text(name)!, CultureInfo.InvariantCulture);

    /// <summary>The last part of the security identifier.</summary>
    internal uint Rid => BitConverter.ToUInt32(values["objectSid"][0].AsSpan()[^4..]);

    private static ToldEntry Entry(string block)
    {
        var lines = block.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(Line).ToList();
        var entry = new ToldEntry { Dn = Encoding.UTF8.GetString(lines[0].Value) };
        foreach (var (name, value) in lines.Skip(1))
        {
            if (!entry.values.TryGetValue(name, out var list))
            {
                entry.values[name] = list = [];
            }

            list.Add(value);
        }

        return entry;
    }

    private static (string Name, byte[] Value) Line(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return line.AsSpan(colon).StartsWith(":: ")
            ? (line[..colon], Convert.FromBase64String(line[(colon + 3)..]))
            : (line[..colon], Encoding.UTF8.GetBytes(line[Math.Min(colon + 2, line.Length)..]));
    }
}
