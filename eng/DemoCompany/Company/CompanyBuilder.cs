namespace SyncEngine.DemoCompany.Company;

/// <summary>The company as it is at the first export.</summary>
internal static class CompanyBuilder
{
    public static CorpDirectory Build()
    {
        var directory = new CorpDirectory();
        Places.AddTo(directory);
        SystemAccounts.AddTo(directory);
        var recruiter = new Recruiter(directory);

        // Before the many, who must not take their names.
        Cast.AddTo(directory, recruiter);
        AwkwardPeople.AddTo(directory, recruiter);
        OrdinaryPeople.AddTo(recruiter);
        Managers.Assign(directory);
        GroupsOfTheCompany.AddTo(directory);
        return directory;
    }
}
