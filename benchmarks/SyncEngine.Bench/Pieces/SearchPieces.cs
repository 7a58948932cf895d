using System.Globalization;
using SyncEngine.Audit;
using SyncEngine.Bench.Runner;
using SyncEngine.Benchmarks;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Bench.Pieces;

/// <summary>Searching the rows of a plan that are in memory, beside a plain look for a text in the same fields.</summary>
internal static class SearchPieces
{
    private const int WarmUp = 10_000;
    private const int WarmUps = 8;

    /// <summary>A regular expression; gives how many rows it found something in.</summary>
    internal static Task<PieceResult> SearchAsync(PieceArguments arguments)
    {
        var pattern = new SearchPattern(arguments.Path);
        return RunAsync(arguments.Size, pattern.Finds);
    }

    /// <summary>A text, ignoring case.</summary>
    internal static Task<PieceResult> ScanAsync(PieceArguments arguments) => RunAsync(arguments.Size, row => Has(row, arguments.Path));

    private static Task<PieceResult> RunAsync(int size, Func<PlanRow, bool> finds)
    {
        var rows = Enumerable.Range(0, size).Select(Row).ToArray();
        for (var i = 0; i < WarmUps; i++)
        {
            _ = rows.Take(WarmUp).Count(finds);
        }

        return Measured.RunAsync(() => Task.FromResult((long)rows.Count(finds)));
    }

    private static bool Has(PlanRow row, string text)
    {
        if (In(row.Source?.Name) || In(row.Source?.Email) || In(row.Source?.Login) || In(row.Source?.Path) || In(row.Target?.Name) || In(row.Target?.Email) || In(row.Text))
        {
            return true;
        }

        foreach (var change in row.Changes)
        {
            if (In(change.From) || In(change.To) || In(change.Note))
            {
                return true;
            }
        }

        return false;

        bool In(string? field) => field?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;
    }

    /// <summary>An update of two fields; every tenth name is not ASCII, every hundredth title begins with a digit.</summary>
    private static PlanRow Row(int i)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{(i % 10 == 0 ? "Юлия Щукина" : "Maria Fernandez")} {i}");
        var email = string.Create(CultureInfo.InvariantCulture, $"maria.fernandez.{i}@corp.example");
        return new PlanRow
        {
            Id = i.ToString("x16", CultureInfo.InvariantCulture),
            Kind = RowKind.User,
            Status = RowStatus.Update,
            Situation = Situation.Confirmed,
            Reason = Reason.FieldsChanged,
            Text = $"position, department of {name} were changed in corp-ad.",
            Source = new RowSource(Population.Directory, "guid", name, email, string.Create(CultureInfo.InvariantCulture, $"mfernandez{i}"), "Company/Users/Paris"),
            Target = new RowTarget("1", name, email, Blocked: false),
            Changes =
            [
                new FieldChange(AttributeNames.Position, "Engineer", i % 100 == 0 ? "1C Developer" : "Senior engineer"),
                new FieldChange(AttributeNames.Department, "Sales / Europe", string.Create(CultureInfo.InvariantCulture, $"Sales / Region {i % 97}")),
            ],
        };
    }
}
