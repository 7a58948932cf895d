using System.Globalization;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine;

/// <summary>Checks what a sync says of fields, domains and units as departments.</summary>
internal static class FieldRules
{
    internal static IEnumerable<string> Failures(SyncOptions options)
    {
        var mapped = PolicyFactory.MapOf(options);
        foreach (var (name, field) in options.Fields)
        {
            foreach (var failure in Failures(field))
            {
                yield return $"Fields:{name}: {failure}";
            }

            if (!mapped.ContainsKey(name))
            {
                yield return $"Fields has '{name}', which is not mapped; map it, or give it a Template. Mapped are {string.Join(", ", mapped.Keys)}.";
            }

            if (name == AttributeNames.Email && field.Owner != FieldOwner.Source)
            {
                yield return "Fields:email has Owner CreateOnly; the address must be the source's, since people are matched by it.";
            }
        }

        foreach (var (old, now) in options.DomainAliases)
        {
            if (EmailKey.DomainFrom(old) is not { } from || EmailKey.DomainFrom(now) is not { } to)
            {
                yield return $"DomainAliases has '{old}' as '{now}'; give whole domains, such as old.example as new.example.";
            }
            else if (from == to || options.DomainAliases.Keys.Any(other => EmailKey.DomainFrom(other) == to))
            {
                yield return $"DomainAliases has '{old}' as '{now}', which is an old domain itself; name the newest domain for each old one.";
            }
        }

        if (options.DepartmentUnits is not null && !mapped.ContainsKey(AttributeNames.Department))
        {
            yield return "DepartmentUnits is given, but Map takes the department out of the sync; map it, or leave DepartmentUnits out.";
        }
    }

    private static IEnumerable<string> Failures(FieldOptions field)
    {
        if (field.Template is { } template && !FieldValue.AttributesOf(template).Any())
        {
            yield return $"Template is '{template}', which names no attribute; put attributes in braces, such as {{title}}.";
        }

        if (field.Split is { Length: 0 })
        {
            yield return "Split is empty; give the text that separates the parts.";
        }

        if (field.Part is 0 or > 100 or < -100)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Part is {field.Part}; 1 is the first, -1 the last; allowed is up to 100.");
        }

        if (field.LengthMax is < 1)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"LengthMax is {field.LengthMax}; allowed is 1 or more.");
        }

        if (field.Table.Any(entry => string.IsNullOrWhiteSpace(entry.Key)))
        {
            yield return "Table has an empty text to replace.";
        }
    }
}
