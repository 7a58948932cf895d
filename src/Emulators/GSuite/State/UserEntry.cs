namespace SyncEngine.Emulators;

/// <summary>A user as it is, and as lists still show it until the change has reached them.</summary>
/// <param name="Current">What <c>users.get</c> shows.</param>
/// <param name="Listed">What lists show until <paramref name="ListedUntil"/>; null for nothing.</param>
/// <param name="ListedUntil">From then on lists show <paramref name="Current"/>.</param>
internal sealed record UserEntry(GSuiteUser Current, GSuiteUser? Listed, DateTimeOffset ListedUntil)
{
    internal GSuiteUser? Shown(DateTimeOffset now) => now >= ListedUntil ? Current : Listed;
}
