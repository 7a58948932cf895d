namespace SyncEngine.Emulators;

/// <summary>Ends a request with an error answer. Never leaves the emulator.</summary>
internal sealed class PyrusRefusal(int status, string code) : Exception(code)
{
    internal int Status { get; } = status;

    internal string Code { get; } = code;

    internal static PyrusRefusal Bad(string code) => new(400, code);
}
