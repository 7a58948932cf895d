using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine;

/// <summary>
/// What a system said it is when it was first read. Another identity under the same name would look as if everybody had vanished, so it stops
/// the run.
/// </summary>
internal sealed class SystemIdentity
{
    private readonly SystemName system;
    private readonly string? known;
    private readonly long version;

    private SystemIdentity(SystemName system, string? known, long version)
    {
        this.system = system;
        this.known = known;
        this.version = version;
    }

    internal static async Task<SystemIdentity> LoadAsync(IEventStore store, SystemName system, CancellationToken cancellationToken)
    {
        string? identity = null;
        long last = 0;
        await foreach (var recorded in store.ReadStreamAsync(StreamName.System(system), cancellationToken).ConfigureAwait(false))
        {
            last = recorded.Version;
            identity = recorded.Event is SystemIdentified identified ? identified.Identity : identity;
        }

        return new SystemIdentity(system, identity, last);
    }

    /// <exception cref="ConnectedSystemException">The system says it is another one than before.</exception>
    internal void Check(string? identity)
    {
        if (known is not null && !string.IsNullOrEmpty(identity) && identity != known)
        {
            throw new ConnectedSystemException(
                system,
                "IdentityChanged",
                $"'{system}' says it is '{identity}', but until now it was '{known}'. Nothing was concluded from it, since everybody would seem to have vanished.",
                $"Point '{system}' at the system it was before, or give the new one a name of its own in the configuration.");
        }
    }

    internal async Task RememberAsync(Receipt receipt, RunJournal journal, CancellationToken cancellationToken)
    {
        if (known is null && receipt.Identity.Length > 0)
        {
            await journal.AppendAsync(StreamName.System(system), version, [new SystemIdentified(receipt.Identity)], cancellationToken).ConfigureAwait(false);
        }
    }
}
