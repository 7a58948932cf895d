using System.Globalization;

namespace SyncEngine.Provisioning;

/// <summary>The text by which the rows of a plan are put into order. Storage format.</summary>
internal static class RowPlace
{
    /// <summary>How much of a name counts, in characters: more would not fit an index, and the id decides then.</summary>
    private const int NameLengthMax = 120;

    internal static string Of(PlanRow row) => row.Kind switch
    {
        RowKind.Role => $"2 {Short(row.Target?.Name ?? row.Source?.Name)}\t{row.Id}",
        RowKind.Membership => $"3 {Short(row.Target?.Name)}\u0001{Short(row.Source?.Name)}\t{row.Id}",
        _ => OfDepartmentOrUser(row),
    };

    private static string OfDepartmentOrUser(PlanRow row) => row.Kind == RowKind.Department
        ? $"0 {Short(row.Department.Length > 0 ? new DepartmentPath(row.Department).Text : row.Changes.FirstOrDefault()?.To ?? row.Target?.Name)}\t{row.Id}" // a parent's path begins its children's
        : string.Create(CultureInfo.InvariantCulture, $"1{(int)row.Status:00} {Short(row.Source?.Name ?? row.Target?.Name)}\t{row.Id}");

    private static string Short(string? name)
    {
        if (name is not { Length: > NameLengthMax })
        {
            return name ?? "";
        }

        return char.IsHighSurrogate(name[NameLengthMax - 1]) ? name[..(NameLengthMax - 1)] : name[..NameLengthMax];
    }
}
