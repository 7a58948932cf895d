namespace SyncEngine.Model;

/// <summary>Kinds as they are written in stream names. Storage format: never change one.</summary>
internal static class EntryKindText
{
    internal static string Of(EntryKind kind) => kind switch
    {
        EntryKind.Account => "account",
        EntryKind.Group => "group",
        EntryKind.Unit => "unit",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown entry kind."),
    };
}
