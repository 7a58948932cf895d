using System.Collections.Immutable;
using System.Text.RegularExpressions;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>Makes the value of one target field from a source entry, by the map and the field's rule. Pure.</summary>
internal sealed partial class FieldValue
{
    private static readonly char[] Loose = [' ', ',', ';', '-', '/', '|'];

    private readonly FieldRule rule;
    private readonly Dictionary<string, string>? table;

    internal FieldValue(string field, string attribute, FieldRule? rule)
    {
        (Field, Attribute) = (field, attribute);
        this.rule = rule ?? new FieldRule();
        Sources = rule?.Template is { } template ? [.. AttributesOf(template)] : [attribute];
        table = rule?.Table is { } given ? given.ToDictionary(t => CanonicalText.NameKey(t.Key), t => t.Value, StringComparer.Ordinal) : null;
    }

    internal string Field { get; }

    /// <summary>The attribute it is taken from, when there is no template.</summary>
    internal string Attribute { get; }

    /// <summary>All attributes it is made of.</summary>
    internal ImmutableArray<string> Sources { get; }

    internal bool CreateOnly => rule.Owner == FieldOwner.CreateOnly;

    internal bool Clears => rule.Clear;

    internal bool Required => rule.Required;

    internal int? LengthMax => rule.LengthMax;

    /// <summary>The value in canonical form, or null.</summary>
    internal string? Of(EntryState source)
    {
        var value = rule.Template is { } template ? Filled(template, source) : source.Attributes[Attribute]; // canonical: it was observed
        if (value is null || (rule.Split is null && rule.Case == LetterCase.AsIs && table is null))
        {
            return value;
        }

        value = CanonicalText.Of(rule.Split is { } at ? PartOf(value, at) : value);
        value = value is null ? null : rule.Case switch
        {
            LetterCase.Lower => value.ToLowerInvariant(),
            LetterCase.Upper => value.ToUpperInvariant(),
            _ => value,
        };
        return value is not null && table?.TryGetValue(CanonicalText.NameKey(value), out var replaced) == true ? CanonicalText.Of(replaced) : value;
    }

    /// <summary>The attributes that a template names.</summary>
    internal static IEnumerable<string> AttributesOf(string template) => Named().Matches(template).Select(match => match.Groups["name"].Value);

    private static string? Filled(string template, EntryState source)
    {
        var any = false;
        var text = Named().Replace(template, match =>
        {
            var value = source.Attributes[match.Groups["name"].Value];
            any |= value is not null;
            return value ?? "";
        });
        return any ? CanonicalText.Of(Blanks().Replace(text, " ").Trim(Loose)) : null;
    }

    private string? PartOf(string value, string at)
    {
        var parts = value.Split(at, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var place = rule.Part > 0 ? rule.Part - 1 : parts.Length + rule.Part;
        return place >= 0 && place < parts.Length ? parts[place] : null;
    }

    [GeneratedRegex(@"\{(?<name>[^{}]+)\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Named();

    [GeneratedRegex(" {2,}", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Blanks();
}
