namespace SyncEngine.Provisioning;

/// <summary>How a person counts who gets no row.</summary>
internal enum Silence
{
    /// <summary>Not at all: there is a row, or nothing the person could need.</summary>
    None,

    /// <summary>As somebody who needs nothing.</summary>
    Noop,

    /// <summary>As somebody who is left out.</summary>
    OutOfScope,
}
