namespace SyncEngine.Adapters.Pyrus.Api;

/// <summary>The place of one request among all requests of a connection; kept when it has to be sent again.</summary>
/// <param name="number">Its place: who has a smaller one goes first.</param>
/// <param name="isCreation">Whether it makes a member, which Pyrus limits additionally.</param>
internal sealed class PyrusTicket(long number, bool isCreation)
{
    internal long Number { get; } = number;

    internal bool IsCreation { get; } = isCreation;

    /// <summary>How often Pyrus refused it as one request too many.</summary>
    internal int Refusals { get; set; }
}
