using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Stores.Marten;

/// <summary>
/// Folds events that come stream by stream into states: one entry is in memory at a time. Reads rows of (stream, type, data).
/// </summary>
internal sealed class EventReader(CopyReader rows)
{
    internal const int Fields = 3;

    private readonly List<(byte[] Name, JsonTypeInfo Type)> types = [];
    private byte[] stream = [];
    private int last;
    private bool begun;
    private bool more;

    /// <summary>How many events were folded.</summary>
    internal long Events { get; private set; }

    /// <summary>The name of the stream of the last state.</summary>
    internal string Stream { get; private set; } = "";

    /// <summary>The state of the next entry; null when there is none. Streams that are no entry's are passed over.</summary>
    internal async ValueTask<EntryState?> ReadAsync(CancellationToken cancellationToken)
    {
        if (!begun)
        {
            begun = true;
            more = await rows.ReadAsync(cancellationToken).ConfigureAwait(false);
        }

        while (more)
        {
            stream = rows[0].ToArray();
            Stream = Encoding.UTF8.GetString(stream);
            var state = StreamName.Parse(Stream).TryEntry() is { } key ? EntryEvolution.Initial(key) : null;
            do
            {
                if (state is not null)
                {
                    state = EntryEvolution.Evolve(state, Event());
                    Events++;
                }

                more = await rows.ReadAsync(cancellationToken).ConfigureAwait(false);
            }
            while (more && rows[0].SequenceEqual(stream));

            if (state is not null)
            {
                return state;
            }
        }

        return null;
    }

    private IEngineEvent Event() => (IEngineEvent)JsonSerializer.Deserialize(rows.Json(2), TypeOf(rows[1]))!;

    /// <summary>Nearly always the same type as before.</summary>
    private JsonTypeInfo TypeOf(ReadOnlySpan<byte> name)
    {
        if (last < types.Count && name.SequenceEqual(types[last].Name))
        {
            return types[last].Type;
        }

        for (last = 0; last < types.Count; last++)
        {
            if (name.SequenceEqual(types[last].Name))
            {
                return types[last].Type;
            }
        }

        types.Add((name.ToArray(), EngineJson.Options.GetTypeInfo(EngineEvents.Map.TypeOf(Encoding.UTF8.GetString(name)))));
        return types[last].Type;
    }
}
