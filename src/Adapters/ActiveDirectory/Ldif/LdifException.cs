namespace SyncEngine.Adapters.ActiveDirectory.Ldif;

/// <summary>A line of an LDIF file cannot be used: which one, what is wrong, what to do. Never quotes a value.</summary>
internal sealed class LdifException(int line, string problem, string remedy) : Exception(problem)
{
    internal int Line { get; } = line;

    internal string Remedy { get; } = remedy;
}
