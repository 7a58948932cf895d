using System.Runtime.InteropServices;

namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>The machine's Kerberos library: a part of Windows and macOS, a package on Linux.</summary>
/// <param name="Name">The library's file name, or null where it is a part of the system.</param>
internal sealed record KerberosLibrary(string? Name)
{
    /// <summary>That of this machine.</summary>
    internal static KerberosLibrary System { get; } = new(OperatingSystem.IsLinux() ? GssApi.Library : null);

    /// <exception cref="LdapException">It is not installed.</exception>
    internal void Require()
    {
        if (Name is not null)
        {
            if (!NativeLibrary.TryLoad(Name, out var library))
            {
                throw new LdapException(LdapTrouble.KerberosLibraryMissing, $"The Kerberos library of this machine is missing ({Name} cannot be loaded).");
            }

            NativeLibrary.Free(library);
        }
    }
}
