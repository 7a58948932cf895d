using System.Collections.Immutable;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>What a field should be, what it is, and how the two are compared.</summary>
internal sealed class FieldMapper(SyncPolicy policy, OrgChart org, UnitTree units)
{
    /// <summary>How many texts are remembered: where the mapped attribute is no department after all, memory must not grow with the people.</summary>
    private const int DepartmentsMax = 20_000;

    /// <summary>How often the same value may turn out to be another one afterwards: then writing it once more is of no use.</summary>
    internal const int FlipsMax = 3;

    private readonly FieldValue[] map = [.. NativeNames.Added(policy).Select(m => new FieldValue(m.Key, m.Value, policy.Fields?.GetValueOrDefault(m.Key)))];
    private readonly bool limitsLength = policy.Fields?.Values.Any(rule => rule.LengthMax is not null) == true;
    private readonly HashSet<string> latin = (policy.Latin?.Fields ?? []).ToHashSet(StringComparer.Ordinal);
    private readonly FieldValue address = new(
        AttributeNames.Email, policy.Map.GetValueOrDefault(AttributeNames.Email, AttributeNames.Email), policy.Fields?.GetValueOrDefault(AttributeNames.Email));

    private readonly DepartmentUnits? departmentUnits = policy.DepartmentUnits is { } below ? new DepartmentUnits(units, below) : null;
    private readonly Dictionary<string, (DepartmentPath? Path, string? Text)> departments = new(StringComparer.Ordinal);

    /// <summary>The address that the person's account has or gets: what correlation goes by.</summary>
    internal EmailKey? Address(EntryState source) => EmailKey.TryFrom(AddressText(source));

    /// <summary>The text that is to be the address.</summary>
    internal string? AddressText(EntryState source) => address.Of(source);

    /// <summary>Where the address comes from, in words.</summary>
    internal string AddressOrigin => policy.Fields?.GetValueOrDefault(AttributeNames.Email)?.Template ?? address.Attribute;

    /// <summary>The first required field that a person has no value for, or null.</summary>
    internal string? Missing(EntryState source) => Array.Find(map, field => field.Required && Desired(source, field) is null)?.Field;

    /// <summary>
    /// The first field whose value is longer than its rule allows, or as long as what is kept at most, so that its end may be missing; or null. Departments are
    /// measured name by name.
    /// </summary>
    internal (string Field, int Max)? TooLong(EntryState source)
    {
        // Nearly nobody has so long a value, and most syncs set no length: then one look at the values is all it costs.
        if (!limitsLength && !HasCut(source.Attributes))
        {
            return null;
        }

        foreach (var field in map)
        {
            if (field.LengthMax is { } max && Longest(source, field) > max)
            {
                return (field.Field, max);
            }

            if (field.Sources.Any(attribute => IsCut(source.Attributes[attribute])))
            {
                return (field.Field, AttributeNormalizer.ValueLengthMax - 1);
            }
        }

        return null;
    }

    private static bool HasCut(AttributeSet attributes)
    {
        foreach (ref readonly var attribute in attributes.AsSpan())
        {
            if (IsCut(attribute.Value[0]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsCut(string? value) => value is { Length: >= AttributeNormalizer.ValueLengthMax };

    private int Longest(EntryState source, FieldValue field) => field.Field == AttributeNames.Department
        ? Department(source, field).Path?.Names.Max(name => name.Length) ?? 0
        : Desired(source, field)?.Length ?? 0;

    internal string? Desired(EntryState source, string field) => Array.Find(map, m => m.Field == field) is { } value ? Desired(source, value) : null;

    internal DepartmentPath? DesiredDepartment(EntryState source) =>
        Array.Find(map, m => m.Field == AttributeNames.Department) is { } value ? Department(source, value).Path : null;

    private (DepartmentPath? Path, string? Text) Department(EntryState source, FieldValue value) =>
        departmentUnits is null ? Department(value.Of(source)) : Named(departmentUnits.Of(source));

    private (DepartmentPath? Path, string? Text) Named(DepartmentPath? wanted)
    {
        var path = wanted is null ? null : org.Resolve(wanted, bareName: false);
        return (path, path?.Text);
    }

    private string? Desired(EntryState source, FieldValue from)
    {
        var field = from.Field;
        if (field == AttributeNames.Department)
        {
            return Department(source, from).Text;
        }

        var value = from.Of(source);
        return field switch
        {
            _ when value is null => null,
            _ when latin.Contains(field) => Latin.Of(value),
            _ when NativeNames.IsNative(field) && !policy.Map.ContainsKey(field) => Latin.HasOthers(value) ? value : null,
            _ => value,
        };
    }

    /// <summary>A company has few departments and many people in each: every text is read once.</summary>
    private (DepartmentPath? Path, string? Text) Department(string? text)
    {
        if (text is null)
        {
            return default;
        }

        if (departments.TryGetValue(text, out var known))
        {
            return known;
        }

        if (departments.Count == DepartmentsMax)
        {
            departments.Clear();
        }

        var path = DepartmentPath.Parse(text, policy.DepartmentSeparator) is { } wanted ? org.Resolve(wanted, bareName: policy.DepartmentSeparator is null) : null;
        return departments[text] = (path, path?.Text);
    }

    internal string? Actual(EntryState account, string field) =>
        field == AttributeNames.Department ? org.TextOf(account.Parent) : account.Attributes[field];

    /// <summary>Equal after canonicalisation: addresses by <see cref="EmailKey"/>, departments by normalised path, others by text.</summary>
    internal static bool Same(string field, string? left, string? right)
    {
        if (string.Equals(left, right, StringComparison.Ordinal))
        {
            return true;
        }

        return left is not null && right is not null && field switch
        {
            AttributeNames.Email when EmailKey.TryFrom(left) is { } a && EmailKey.TryFrom(right) is { } b => a == b,
            AttributeNames.Department => CanonicalText.NameKey(left) == CanonicalText.NameKey(right),
            _ => false,
        };
    }

    /// <summary>A department that a circle in the target's chart hides is left as it is until the chart is mended: it is neither made nor taken away.</summary>
    private bool IsLeft(EntryState source, FieldValue value) =>
        value.Field == AttributeNames.Department && Department(source, value).Path is { } path && org.IsBroken(path);

    /// <summary>The fields of a new account.</summary>
    internal ImmutableArray<FieldChange> ForNew(EntryState source) =>
    [
        .. map.Where(m => !IsLeft(source, m)).Select(m => new FieldChange(m.Field, null, Desired(source, m))).Where(change => change.To is not null),
    ];

    /// <summary>The fields that are equal on both sides: what a link agrees on.</summary>
    internal AttributeSet Agreed(EntryState source, EntryState account) =>
        AttributeSet.Of([.. map
            .Where(m => !m.CreateOnly)
            .Select(m => (m.Field, Value: Desired(source, m)))
            .Where(f => f.Value is not null && Same(f.Field, f.Value, Actual(account, f.Field)))]);

    /// <summary>
    /// The three-way comparison: what was last applied, what the source says now, what the target has now. What the source never had is not
    /// taken from the target; a name or an address is never cleared.
    /// </summary>
    internal ThreeWay Compare(EntryState source, EntryState account, AccountLink? link)
    {
        List<FieldChange>? changes = null;
        List<string>? flipping = null;
        var drifted = 0;
        foreach (var value in map)
        {
            if (value.CreateOnly || IsLeft(source, value))
            {
                continue;
            }

            var field = value.Field;
            var desired = Desired(source, value);
            var actual = Actual(account, field);
            if (Same(field, desired, actual))
            {
                continue;
            }

            var applied = link?.LastApplied[field];
            var echo = link?.LastEcho[field];
            if (desired is null && (applied is null || IsIdentity(field) || !value.Clears || value.Required))
            {
                continue;
            }

            var sourceChanged = applied is null || !Same(field, desired, applied);
            var targetChanged = applied is not null && !Same(field, actual, echo);
            if (!sourceChanged && !targetChanged)
            {
                continue; // The target keeps its own form of what was sent; sending it again would change nothing.
            }

            if (!sourceChanged && link!.Overwritten?.GetValueOrDefault(field) is { Times: >= FlipsMax - 1 } flips && Same(field, flips.Value, actual))
            {
                (flipping ??= []).Add(field);
                continue;
            }

            if (!sourceChanged)
            {
                drifted++;
            }

            (changes ??= []).Add(new FieldChange(field, actual, desired, targetChanged ? "changed in the target since it was last applied" : null));
        }

        return changes is null && flipping is null
            ? ThreeWay.Same
            : new ThreeWay([.. changes ?? []], changes is not null && drifted == changes.Count) { Flipping = [.. flipping ?? []] };
    }

    private static bool IsIdentity(string field) =>
        field is AttributeNames.Email or AttributeNames.FirstName or AttributeNames.LastName;
}

/// <summary>The outcome of a three-way comparison.</summary>
/// <param name="Changes">The fields that differ.</param>
/// <param name="OnlyDrift">True when only the target changed, for all of them.</param>
internal sealed record ThreeWay(ImmutableArray<FieldChange> Changes, bool OnlyDrift)
{
    internal static ThreeWay Same { get; } = new([], OnlyDrift: false);

    /// <summary>Fields that differ and are left as they are, because writing them again would give the same again.</summary>
    internal ImmutableArray<string> Flipping { get; init; } = [];
}
