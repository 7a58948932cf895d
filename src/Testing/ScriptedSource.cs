using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Testing;

/// <summary>
/// A source that gives what the test says, and fails how and where the test says. Passes <see cref="Contracts.SourceContract"/>. Change it
/// between readings, not during one.
/// </summary>
public sealed class ScriptedSource : ISource
{
    private readonly List<EntryKey> asked = [];
    private readonly Dictionary<Cursor, SourceRecord[]> past = [];
    private ImmutableArray<SourceField> fields = [];

    /// <summary>Makes a source that holds some records; <see cref="Records"/> can be changed later.</summary>
    public ScriptedSource(SystemName name, params IEnumerable<SourceRecord> records)
    {
        Name = name;
        Records = [.. records];
        Identity = $"scripted:{name}";
    }

    /// <inheritdoc />
    public SystemName Name { get; }

    /// <summary>What the system holds, tombstones (<see cref="SourceRecord.Deleted"/>) included, in any order.</summary>
    public List<SourceRecord> Records { get; }

    /// <summary>What the system says it is (<see cref="Receipt.Identity"/>).</summary>
    public string Identity { get; set; }

    /// <summary>Ends the next readings with an incomplete receipt after this many batches; null for a clean end.</summary>
    public int? FailAfterBatches { get; set; }

    /// <summary>Thrown before anything is read, by reading and by confirming; null for none.</summary>
    public ConnectedSystemException? StartFailure { get; set; }

    /// <summary>False for a source that cannot be asked for single entries, such as an export: then every receipt carries a snapshot.</summary>
    public bool CanConfirm { get; set; } = true;

    /// <summary>The number of the export while <see cref="CanConfirm"/> is false: another number is another snapshot.</summary>
    public int Version { get; set; } = 1;

    /// <summary>Answers by anchor, where the source is to say something else than what <see cref="Records"/> tells.</summary>
    public Dictionary<string, ConfirmationAnswer> Answers { get; } = new(StringComparer.Ordinal);

    /// <summary>Shuffles the records before each reading; units still come before what is inside them. Null gives them as they stand.</summary>
    public int? ShuffleSeed { get; set; }

    /// <summary>Notes that every receipt carries beside its own problems.</summary>
    public List<ReadProblem> Notes { get; } = [];

    /// <summary>
    /// True for a source that tells its changes: receipts carry a cursor, and a reading from it gives what changed in <see cref="Records"/> since. Who was
    /// taken out of them without a tombstone is in doubt. Default false.
    /// </summary>
    public bool TellsChanges { get; set; }

    /// <summary>Anchors of records that a reading of changes does not show though they changed, as real directories do with the groups of somebody deleted.</summary>
    public HashSet<string> Untold { get; } = new(StringComparer.Ordinal);

    /// <summary>Fields that readings give only when they are asked for (<see cref="ReadRequest.Fields"/>); none by default.</summary>
    public HashSet<SourceField> OnRequest { get; } = [];

    /// <summary>Forgets every cursor given so far: readings from them need a full one.</summary>
    public void ForgetCursors() => past.Clear();

    /// <summary>Called before each batch with its number from 0: a place to wait, to cancel, or to change the world.</summary>
    public Func<int, CancellationToken, ValueTask>? BeforeBatch { get; set; }

    /// <summary>How many readings were begun.</summary>
    public int Readings { get; private set; }

    /// <summary>Every entry that was asked for singly, in order.</summary>
    public IReadOnlyList<EntryKey> Asked => asked;

    /// <inheritdoc />
    public async IAsyncEnumerable<SourceBatch> ReadAsync(
        ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        if (StartFailure is not null)
        {
            throw StartFailure;
        }

        Readings++;
        var delta = request.Since is not null;
        if (request.Since is { } since && (!TellsChanges || !past.ContainsKey(since)))
        {
            yield return new SourceBatch([], Refusal());
            yield break;
        }

        fields = request.Fields;
        var before = request.Since is { } cursor ? past[cursor] : null;
        var reached = Remember();
        var records = before is null ? Records : Changed(before);
        var batches = ReadingOrder.Of(records, ShuffleSeed).Select(Shown).Chunk(request.BatchSize).ToArray();
        var given = Math.Min(FailAfterBatches ?? batches.Length, batches.Length);
        for (var number = 0; number < given; number++)
        {
            await Before(number, cancellationToken).ConfigureAwait(false);
            var last = number == batches.Length - 1 && FailAfterBatches is null;
            yield return new SourceBatch(batches[number], last ? Ended() : null) { InDoubt = number == 0 ? Vanished(before) : [] };
        }

        if (batches.Length == 0 || FailAfterBatches is not null)
        {
            await Before(given, cancellationToken).ConfigureAwait(false);
            yield return new SourceBatch([], Ended()) { InDoubt = given == 0 ? Vanished(before) : [] };
        }

        Receipt Ended() => ReceiptOf(batches, given) with { Mode = delta ? ReadMode.Delta : ReadMode.Full, Cursor = reached };
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<Confirmation>> ConfirmAsync(IReadOnlyList<EntryKey> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        cancellationToken.ThrowIfCancellationRequested();
        if (StartFailure is not null)
        {
            throw StartFailure;
        }

        asked.AddRange(keys);
        return Task.FromResult<IReadOnlyList<Confirmation>>([.. keys.Select(Confirm)]);
    }

    /// <inheritdoc />
    public Task<SourceFields?> DescribeAsync(EntryKind kind, CancellationToken cancellationToken) => Task.FromResult(OnRequest.Count == 0 ? null : new SourceFields(
        [.. Records.Where(r => r.Kind == kind).SelectMany(r => r.Attributes.Select(a => a.Key)).Distinct().Where(name => !OnRequest.Contains(new SourceField(kind, name))).Order(StringComparer.Ordinal)],
        [.. OnRequest.Where(field => field.Kind == kind).Select(field => field.Name).Order(StringComparer.Ordinal)]));

    private Cursor? Remember()
    {
        if (!TellsChanges)
        {
            return null;
        }

        var cursor = new Cursor(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"reading {Readings}"));
        past[cursor] = [.. Records];
        return cursor;
    }

    private List<SourceRecord> Changed(SourceRecord[] before)
    {
        var known = before.ToDictionary(record => (record.Kind, record.Anchor));
        return
        [
            .. Records
                .Where(record => !known.TryGetValue((record.Kind, record.Anchor), out var old) || (!ReferenceEquals(old, record) && !Untold.Contains(record.Anchor)))
                .Select(record => record with { NamedBy = [.. Records.Where(other => Names(other, record.Anchor)).Select(other => other.Anchor)] }),
        ];
    }

    private string[] Vanished(SourceRecord[]? before)
    {
        var now = Records.Select(record => record.Anchor).ToHashSet(StringComparer.Ordinal);
        return before is null ? [] : [.. before.Select(record => record.Anchor).Where(anchor => !now.Contains(anchor) && !Untold.Contains(anchor))];
    }

    private static bool Names(SourceRecord record, string anchor) =>
        !record.Deleted && (record.Members.Contains(anchor) || record.Attributes[AttributeNames.Manager] == anchor);

    private Receipt Refusal() => new()
    {
        System = Name,
        Complete = false,
        Identity = Identity,
        Mode = ReadMode.Delta,
        FullReadNeeded = true,
        Problems = [new ReadProblem("CursorUnknown", "The script does not know this cursor.")],
    };

    private async ValueTask Before(int batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (BeforeBatch is not null)
        {
            await BeforeBatch(batch, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private Confirmation Confirm(EntryKey key)
    {
        var record = Records.FirstOrDefault(r => r.Kind == key.Kind && r.Anchor == key.Anchor);
        var answer = Answers.TryGetValue(key.Anchor, out var scripted) ? scripted
            : !CanConfirm ? ConfirmationAnswer.CannotTell
            : record is null ? ConfirmationAnswer.Gone
            : record.Deleted ? ConfirmationAnswer.Deleted
            : ConfirmationAnswer.Present;
        return new Confirmation(
            key, answer, $"scripted: {answer}", record is not null && answer is ConfirmationAnswer.Present or ConfirmationAnswer.Elsewhere ? Shown(record!) : null);
    }

    /// <summary>A record without what nobody asked for.</summary>
    private SourceRecord Shown(SourceRecord record) => OnRequest.Where(field => field.Kind == record.Kind && !fields.Contains(field))
        .Aggregate(record, (shown, field) => shown with { Attributes = shown.Attributes.With(field.Name) });

    private Receipt ReceiptOf(SourceRecord[][] batches, int given)
    {
        var live = batches.Take(given).SelectMany(batch => batch).Where(record => !record.Deleted).ToArray();
        return new Receipt
        {
            System = Name,
            Complete = FailAfterBatches is null,
            Identity = Identity,
            Server = "script",
            Snapshot = CanConfirm ? null : $"version {Version}",
            Accounts = live.Count(record => record.Kind == EntryKind.Account),
            Groups = live.Count(record => record.Kind == EntryKind.Group),
            Units = live.Count(record => record.Kind == EntryKind.Unit),
            Pages = given,
            Problems = FailAfterBatches is null
                ? [.. Notes]
                : [new ReadProblem("Interrupted", $"The script ends the reading after {given} batches."), .. Notes],
        };
    }
}
