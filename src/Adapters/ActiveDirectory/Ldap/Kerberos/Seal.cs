using System.Buffers;

namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>Seals what is said (nobody else can read or change it) and opens what the other side sealed.</summary>
internal abstract class Seal : IDisposable
{
    /// <summary>The sealed bytes; good until the next call.</summary>
    internal abstract ReadOnlySpan<byte> Wrap(ReadOnlySpan<byte> plain);

    /// <summary>Opens sealed bytes.</summary>
    /// <exception cref="LdapException">They were changed, belong to another conversation, or are signed only.</exception>
    internal abstract void Unwrap(ReadOnlySpan<byte> sealedBytes, IBufferWriter<byte> plain);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
