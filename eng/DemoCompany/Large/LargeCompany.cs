namespace SyncEngine.DemoCompany.Large;

/// <summary>
/// A company of any size, for tests and measurements against a real domain controller: what makes directories hard, in the proportions of real ones.
/// The same on every machine for the same number of people. Called by tests and by <c>./bench</c>; <see cref="Ldif.SambaLdif"/> writes it.
/// </summary>
internal static class LargeCompany
{
    /// <summary>Fewer would not fill the groups.</summary>
    public const int PeopleMin = 100;

    public static CorpDirectory Build(int people, int seed = 2026)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(people, PeopleMin);
        var directory = new CorpDirectory();
        var units = LargeUnits.AddTo(directory, people);
        var staff = LargePeople.AddTo(directory, units, people, seed);
        LargeGroups.AddTo(directory, staff, seed + 1);
        return directory;
    }
}
