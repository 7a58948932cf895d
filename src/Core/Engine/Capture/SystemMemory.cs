using System.Collections.Immutable;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine;

/// <summary>
/// What a system's own stream says: what the system said it is when it was first read (another identity under the same name would look as if
/// everybody had vanished, so it stops the run), where the last reading ended, when it was last read in full, and which fields are wanted of it.
/// </summary>
internal sealed class SystemMemory
{
    /// <summary>The code of the error of a system that is another one than before.</summary>
    internal const string IdentityChanged = "IdentityChanged";

    private readonly SystemName system;
    private string? identity;
    private Cursor? cursor;
    private DateTimeOffset fullReadAt;
    private ImmutableSortedDictionary<string, (SourceField Field, bool Read)> fields = ImmutableSortedDictionary.Create<string, (SourceField, bool)>(StringComparer.Ordinal);
    private bool known;
    private long version;

    private SystemMemory(SystemName system) => this.system = system;

    internal static async Task<SystemMemory> LoadAsync(IEventStore store, SystemName system, CancellationToken cancellationToken)
    {
        var memory = new SystemMemory(system);
        await foreach (var recorded in store.ReadStreamAsync(StreamName.System(system), cancellationToken).ConfigureAwait(false))
        {
            memory.version = recorded.Version;
            switch (recorded.Event)
            {
                case SystemIdentified identified:
                    memory.identity = identified.Identity;
                    break;
                case SystemKnown:
                    memory.known = true;
                    break;
                case CursorAdvanced advanced:
                    memory.cursor = advanced.Cursor;
                    memory.fullReadAt = advanced.Mode == ReadMode.Full ? recorded.At : memory.fullReadAt;
                    break;
                case FieldWanted wanted:
                    memory.fields = memory.fields.SetItem(KeyOf(wanted.Field), (wanted.Field, false));
                    break;
                case FieldsRead read:
                    memory.fields = memory.fields.SetItems(read.Fields.Select(field => KeyValuePair.Create(KeyOf(field), (field, true))));
                    break;
            }
        }

        return memory;
    }

    /// <summary>Where a reading of changes begins, or null when everything is to be read: there is no such place, or the last full reading is too long
    /// ago (or to come: a clock was wrong), or a field is wanted that no full reading gave yet.</summary>
    internal Cursor? Since(DateTimeOffset now, TimeSpan fullReadEvery) => cursor is not null && Unread.IsEmpty && (now - fullReadAt).Duration() < fullReadEvery ? cursor : null;

    /// <summary>The fields wanted beside those that every reading gives, in order.</summary>
    internal ImmutableArray<SourceField> Wanted => [.. fields.Values.Select(one => one.Field)];

    /// <summary>Those of them that no complete full reading gave yet: nobody can say who has what in them.</summary>
    internal ImmutableArray<SourceField> Unread => [.. fields.Values.Where(one => !one.Read).Select(one => one.Field)];

    /// <summary>What to append to the system's stream so that fields are read from now on, or null when all are already.</summary>
    internal StreamAppend? Want(IEnumerable<SourceField> further) => further.Distinct().Where(field => !fields.ContainsKey(KeyOf(field))).ToList() is { Count: > 0 } news
        ? new StreamAppend(StreamName.System(system), version, [.. news.Select(field => new FieldWanted(field))])
        : null;

    /// <exception cref="ConnectedSystemException">The system says it is another one than before.</exception>
    internal void Check(string? said)
    {
        if (identity is not null && !string.IsNullOrEmpty(said) && said != identity)
        {
            throw new ConnectedSystemException(
                system,
                IdentityChanged,
                $"'{system}' says it is '{said}', but until now it was '{identity}'. Nothing was concluded from it, since everybody would seem to have vanished.",
                $"Point '{system}' at the system it was before, or give the new one a name of its own in the configuration.");
        }
    }

    /// <summary>Writes down, once each, what the system says it is, and that it was read to a clean end in full.</summary>
    internal async Task RememberAsync(Receipt receipt, RunJournal journal, CancellationToken cancellationToken)
    {
        var isNew = identity is null && receipt.Identity.Length > 0;
        List<IEngineEvent> events =
        [
            .. isNew ? [new SystemIdentified(receipt.Identity)] : Array.Empty<IEngineEvent>(),
            .. !known && receipt is { Complete: true, Mode: ReadMode.Full } ? [new SystemKnown(receipt.Accounts)] : Array.Empty<IEngineEvent>(),
        ];
        if (events.Count == 0)
        {
            return;
        }

        try
        {
            await journal.AppendAsync(StreamName.System(system), version, events, cancellationToken).ConfigureAwait(false);
            known |= receipt.Complete;
            identity ??= isNew ? receipt.Identity : null;
            version += events.Count;
        }
        catch (ConcurrentAppendException) when (!isNew)
        {
            // Two syncs may have one source, and run at the same time: the other one, or the next reading, writes it down.
        }
    }

    /// <summary>Takes note that a full reading, which was asked for all wanted fields, came to a clean end.</summary>
    internal async Task FieldsReadAsync(RunJournal journal, CancellationToken cancellationToken)
    {
        if (Unread is { IsEmpty: false } unread)
        {
            try
            {
                await journal.AppendAsync(StreamName.System(system), version, [new FieldsRead(unread)], cancellationToken).ConfigureAwait(false);
                fields = fields.SetItems(unread.Select(field => KeyValuePair.Create(KeyOf(field), (field, true))));
                version++;
            }
            catch (ConcurrentAppendException)
            {
                // Somebody wanted one more meanwhile, so everything is read once more anyway.
            }
        }
    }

    /// <summary>
    /// Moves the cursor to where a reading ended. Only after everything before that place is appended. Once for each reading; where another run read the
    /// system meanwhile and moved the cursor first, its place stays: it has appended everything before that, too.
    /// </summary>
    internal async Task AdvanceAsync(Receipt receipt, RunJournal journal, CancellationToken cancellationToken)
    {
        if (receipt.Cursor is not { } reached || (reached == cursor && receipt.Mode == ReadMode.Delta))
        {
            return;
        }

        try
        {
            await journal.AppendAsync(StreamName.System(system), version, [new CursorAdvanced(reached, receipt.Mode)], cancellationToken).ConfigureAwait(false);
        }
        catch (ConcurrentAppendException)
        {
            // Two syncs may have one source, and run at the same time.
        }
    }

    private static string KeyOf(SourceField field) => $"{EntryKindText.Of(field.Kind)} {field.Name}";
}
