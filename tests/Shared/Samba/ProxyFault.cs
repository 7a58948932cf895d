namespace SyncEngine.TestSupport.Samba;

/// <summary>What a proxy does in place of a message.</summary>
public enum ProxyAction
{
    /// <summary>Cuts the connection.</summary>
    Cut,

    /// <summary>Says nothing more, and keeps the connection open.</summary>
    Stall,

    /// <summary>Ends the operation with a result code.</summary>
    Answer,
}

/// <summary>Something goes wrong once.</summary>
/// <param name="Message">Before which message to the client, counted from 1 over all connections.</param>
/// <param name="Action">What happens instead.</param>
/// <param name="Code">The result code of <see cref="ProxyAction.Answer"/>.</param>
public sealed record ProxyFault(int Message, ProxyAction Action, int Code = 0);

/// <summary>A message that went to the client.</summary>
/// <param name="IsEnd">The last one of its operation, not an entry.</param>
/// <param name="OfBind">The answer to a sign-in.</param>
/// <param name="Wanted">The attributes that the search asked for.</param>
public sealed record ProxyStep(bool IsEnd, bool OfBind, IReadOnlyList<string> Wanted);
