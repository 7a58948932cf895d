using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>
/// Asks the Kerberos library of Linux what .NET does not tell: why there is no ticket, and whose ticket it is (RFC 2744). Blocks for as long as the library
/// talks to the KDC.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class GssApi
{
    internal const string Library = "libgssapi_krb5.so.2";
    private const uint ErrorMask = 0xFFFF0000;
    private const int MechanismCode = 2;
    private static readonly byte[] HostService = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x12, 0x01, 0x02, 0x01, 0x04];
    private static readonly byte[] Kerberos = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x12, 0x01, 0x02, 0x02];

    /// <summary>Gets a ticket for <c>ldap@host</c> into the library's cache: null, or the error's number and words.</summary>
    internal static GssError? WhyNoTicket(string host)
    {
        using var mechanism = new Pinned(Kerberos);
        using var service = new Pinned(HostService);
        using var text = new Pinned(Encoding.UTF8.GetBytes($"ldap@{host}"));
        var buffer = text.AsBuffer();
        var serviceId = service.AsOid();
        var mechanismId = mechanism.AsOid();
        if ((ImportName(out var minor, ref buffer, ref serviceId, out var name) & ErrorMask) != 0)
        {
            return Error(minor, ref mechanismId);
        }

        var context = IntPtr.Zero;
        var token = default(Buffer);
        try
        {
            var major = InitSecContext(
                out minor, IntPtr.Zero, ref context, name, ref mechanismId, 0, 0, IntPtr.Zero, IntPtr.Zero, IntPtr.Zero, ref token, out _, out _);
            return (major & ErrorMask) == 0 ? null : Error(minor, ref mechanismId);
        }
        finally
        {
            _ = ReleaseBuffer(out _, ref token);
            _ = DeleteSecContext(out _, ref context, IntPtr.Zero);
            _ = ReleaseName(out _, ref name);
        }
    }

    /// <summary>Whose ticket is used, <c>svc-sync@CORP.EXAMPLE</c>, and for how long it is still good; null when there is none.</summary>
    internal static (string Name, TimeSpan Left)? WhoseTicket()
    {
        if ((InquireCredential(out _, IntPtr.Zero, out var name, out var seconds, IntPtr.Zero, IntPtr.Zero) & ErrorMask) != 0 || name == IntPtr.Zero)
        {
            return null;
        }

        var text = default(Buffer);
        try
        {
            return (DisplayName(out _, name, ref text, IntPtr.Zero) & ErrorMask) == 0 ? (text.Text(), TimeSpan.FromSeconds(seconds)) : null;
        }
        finally
        {
            _ = ReleaseBuffer(out _, ref text);
            _ = ReleaseName(out _, ref name);
        }
    }

    private static GssError Error(uint minor, ref Oid mechanism)
    {
        uint more = 0;
        var text = default(Buffer);
        try
        {
            return (DisplayStatus(out _, minor, MechanismCode, ref mechanism, ref more, ref text) & ErrorMask) == 0
                ? new GssError(unchecked((int)minor), text.Text())
                : new GssError(unchecked((int)minor), "no words for it");
        }
        finally
        {
            _ = ReleaseBuffer(out _, ref text);
        }
    }

    [DllImport(Library, EntryPoint = "gss_import_name")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint ImportName(out uint minor, ref Buffer text, ref Oid type, out IntPtr name);

    [DllImport(Library, EntryPoint = "gss_init_sec_context")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint InitSecContext(
        out uint minor, IntPtr credential, ref IntPtr context, IntPtr target, ref Oid mechanism, uint flags, uint time, IntPtr bindings, IntPtr input,
        IntPtr actualMechanism, ref Buffer output, out uint returnedFlags, out uint returnedTime);

    [DllImport(Library, EntryPoint = "gss_inquire_cred")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint InquireCredential(
        out uint minor, IntPtr credential, out IntPtr name, out uint lifetime, IntPtr usage, IntPtr mechanisms);

    [DllImport(Library, EntryPoint = "gss_display_name")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint DisplayName(out uint minor, IntPtr name, ref Buffer text, IntPtr type);

    [DllImport(Library, EntryPoint = "gss_display_status")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint DisplayStatus(out uint minor, uint status, int type, ref Oid mechanism, ref uint more, ref Buffer text);

    [DllImport(Library, EntryPoint = "gss_release_buffer")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint ReleaseBuffer(out uint minor, ref Buffer buffer);

    [DllImport(Library, EntryPoint = "gss_release_name")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint ReleaseName(out uint minor, ref IntPtr name);

    [DllImport(Library, EntryPoint = "gss_delete_sec_context")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint DeleteSecContext(out uint minor, ref IntPtr context, IntPtr token);

    [StructLayout(LayoutKind.Sequential)]
    private struct Buffer
    {
        internal nuint Length;
        internal IntPtr Value;

        internal readonly string Text() => Value == IntPtr.Zero ? "" : Marshal.PtrToStringUTF8(Value, (int)Length);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Oid
    {
        internal uint Length;
        internal IntPtr Elements;
    }

    private sealed class Pinned(byte[] bytes) : IDisposable
    {
        private GCHandle handle = GCHandle.Alloc(bytes, GCHandleType.Pinned);

        internal Buffer AsBuffer() => new() { Length = (nuint)bytes.Length, Value = handle.AddrOfPinnedObject() };

        internal Oid AsOid() => new() { Length = (uint)bytes.Length, Elements = handle.AddrOfPinnedObject() };

        public void Dispose() => handle.Free();
    }
}
