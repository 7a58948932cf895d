using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Stores.Marten.Holder;

/// <summary>Made people to import, the same in every process.</summary>
internal static class Import
{
    internal static readonly SystemName Directory = new("corp-ad");

    internal static IEnumerable<StreamAppend> People(int count) => Enumerable.Range(0, count).Select(person => new StreamAppend(
        StreamName.Entry(new EntryKey(Directory, EntryKind.Account, $"{(person * 7_919L) % 1_000_003}-{person}")),
        0,
        [
            new EntryDiscovered(
                true, null, AttributeSet.Of((AttributeNames.Email, $"p{person}@corp.example"), (AttributeNames.Name, $"Person {person}")), [],
                Fingerprint.Of(BitConverter.GetBytes(person))),
        ]));
}
