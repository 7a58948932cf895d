using System.Globalization;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Benchmarks;

/// <summary>People for benchmarks: the same for the same number, without chance.</summary>
public static class Population
{
    internal static readonly SystemName Directory = new("corp-ad");
    internal static readonly SystemName Application = new("pyrus");

    internal static SourceRecord Record(int i, string? title = null) => new()
    {
        Kind = EntryKind.Account,
        Anchor = new Guid(i, 7, 7, 1, 2, 3, 4, 5, 6, 7, 8).ToString(),
        Parent = "ou-users",
        Attributes = AttributeSet.Of(
            (AttributeNames.FirstName, $"First{i % 997}"),
            (AttributeNames.LastName, $"Фамилия{i}"),
            (AttributeNames.Email, string.Create(CultureInfo.InvariantCulture, $"p{i}@corp.example")),
            (AttributeNames.Login, $"p{i}"),
            (AttributeNames.Title, title ?? $"Title {i % 50}"),
            (AttributeNames.Department, $"Division {i % 10}/Team {i % 100}"),
            (AttributeNames.Phone, $"+49 30 {i}")),
    };

    internal static EntryState Unit() => new()
    {
        Key = new EntryKey(Directory, EntryKind.Unit, "ou-users"),
        Version = 1,
        Attributes = AttributeSet.Of((AttributeNames.Name, "Users")),
    };

    internal static EntryState Known(SystemName system, SourceRecord record)
    {
        var observed = Observer.Observe(system, record);
        return EntryDecider.Decide(null, observed).Aggregate(EntryEvolution.Initial(observed.Key), EntryEvolution.Evolve);
    }
}
