using Marten;
using Weasel.Core;

namespace SyncEngine.Stores.Marten;

/// <summary>How the tables of the store's schema compare with what this version of the store wants.</summary>
/// <param name="Missing">Objects that are not there.</param>
/// <param name="Different">Objects that are there, of another shape.</param>
/// <param name="Wanted">How many objects there should be.</param>
internal sealed record SchemaState(IReadOnlyList<string> Missing, IReadOnlyList<string> Different, int Wanted)
{
    internal bool IsReady => Missing.Count == 0 && Different.Count == 0;

    internal bool IsAbsent => Missing.Count == Wanted;

    internal static async Task<SchemaState> ReadAsync(DocumentStore documents, CancellationToken cancellationToken)
    {
        var migration = await documents.Storage.Database.CreateMigrationAsync(cancellationToken).ConfigureAwait(false);
        string[] Names(Func<SchemaPatchDifference, bool> wanted) =>
        [
            .. migration.Deltas.Where(delta => wanted(delta.Difference))
                .Select(delta => delta.SchemaObject.Identifier.QualifiedName).Order(StringComparer.Ordinal),
        ];
        return new SchemaState(
            Names(difference => difference == SchemaPatchDifference.Create),
            Names(difference => difference is SchemaPatchDifference.Update or SchemaPatchDifference.Invalid),
            migration.Deltas.Count);
    }
}
