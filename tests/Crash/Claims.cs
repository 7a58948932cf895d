using System.Text.Json;
using SyncEngine.Emulators;
using SyncEngine.History;

namespace SyncEngine.Crash;

/// <summary>What must hold at the end, whatever happened on the way.</summary>
internal static class Claims
{
    /// <summary>Every claim that does not hold.</summary>
    /// <param name="host">A host that has finished.</param>
    /// <param name="pyrus">The application it wrote to.</param>
    /// <param name="ending">How it ended.</param>
    /// <param name="whole">How it ends without a disturbance.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="lost">A request that is known to have had no effect, so that it had to be sent again.</param>
    internal static async Task<List<string>> BrokenAsync(
        Host host, PyrusEmulator pyrus, Ending ending, Ending whole, CancellationToken cancellationToken, RecordedRequest? lost = null)
    {
        var broken = new List<string>();
        if (ending.Difference(whole) is { } difference)
        {
            broken.Add(difference);
        }

        broken.AddRange(Created(pyrus, lost).Where(person => person.Value > 1).Select(person => $"{person.Key} was created by {person.Value} requests"));
        broken.AddRange(Blocked(pyrus, lost).Where(account => account.Value > 2).Select(account => $"{account.Key} was blocked by {account.Value} requests"));
        broken.AddRange(Dismissed(pyrus, lost).Where(account => account.Value > 1).Select(account => $"account {account.Key} was dismissed by {account.Value} requests"));
        broken.AddRange((await OpenIntentsAsync(host, cancellationToken)).Select(intent => $"nobody knows what became of {intent}"));
        return broken;
    }

    /// <summary>How many requests create somebody: by address.</summary>
    internal static Dictionary<string, int> Created(PyrusEmulator pyrus, RecordedRequest? lost = null) => pyrus.Requests
        .Where(request => request is { Method: "POST", Path: "members" } && request.Number != lost?.Number)
        .CountBy(request => JsonDocument.Parse(request.Body).RootElement.GetProperty("email").GetString()!, StringComparer.Ordinal)
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>How many requests block somebody: by path.</summary>
    internal static Dictionary<string, int> Blocked(PyrusEmulator pyrus, RecordedRequest? lost = null) => pyrus.Requests
        .Where(request => request.Method == "DELETE" && request.Number != lost?.Number)
        .CountBy(request => request.Path, StringComparer.Ordinal)
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>How many requests dismiss somebody, one that was refused for want of rights not counted: by id.</summary>
    internal static Dictionary<string, int> Dismissed(PyrusEmulator pyrus, RecordedRequest? lost = null) => pyrus.Requests
        .Where(request => request is { Path: "members/bulk", Status: not 403 } && request.Number != lost?.Number)
        .CountBy(request => JsonDocument.Parse(request.Body).RootElement.GetProperty("FireMembers")[0].GetProperty("id").GetRawText(), StringComparer.Ordinal)
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>Intents in the history that neither an answer nor a later reading has settled.</summary>
    private static async Task<List<string>> OpenIntentsAsync(Host host, CancellationToken cancellationToken)
    {
        var open = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var recorded in host.Store.ReadAllAsync(0, long.MaxValue, cancellationToken))
        {
            switch (recorded.Event)
            {
                case ChangeIntended intended:
                    open[intended.IdempotencyKey] = $"{intended.Action} {intended.TargetId} ({intended.IdempotencyKey}) in {recorded.Stream}";
                    break;
                case ChangeConfirmed confirmed:
                    open.Remove(confirmed.IdempotencyKey);
                    break;
                case ChangeRefused refused:
                    open.Remove(refused.IdempotencyKey);
                    break;
                default:
                    break;
            }
        }

        return [.. open.Values];
    }
}
