namespace SyncEngine.DemoCompany.Company;

/// <summary>The people something happens to between the two exports, by log-in name.</summary>
internal static class Cast
{
    public const string Chief = "helena.brandt";
    public const string Marries = "anna.nowak";
    public const string MarriesToo = "katya.orlova";
    public const string LeavesAndIsMovedAway = "stefan.krueger";
    public const string Leaves = "mariya.kuznetsova";
    public const string LeavesToo = "joao.pereira";
    public const string IsDeleted = "lars.hoffmann";
    public const string IsDeletedToo = "boris.volkov";
    public const string GoesOnLeave = "emily.clark";
    public const string GoesOnLeaveToo = "felix.wagner";
    public const string ComesBack = "sofia.almeida";
    public const string IsMissing = "tim.becker";
    public const string IsPromoted = "dmitriy.lebedev";
    public const string MovesToLisbon = "laura.fischer";
    public const string MovesToBerlin = "pedro.santos";
    public const string MovesToLondon = "nina.schulz";

    public static void AddTo(CorpDirectory directory, Recruiter recruiter)
    {
        Hire("Helena", "Brandt", Places.BerlinUsers, Departments.Management, "Chief Executive Officer");
        Hire("Anna", "Nowak", Places.BerlinUsers, "Sales / EMEA / Inside Sales", "Account Manager");
        Hire("Катя", "Орлова", Places.MoscowUsers, "Marketing / Brand", "Graphic Designer");
        Hire("Stefan", "Krüger", Places.BerlinUsers, "Sales / EMEA / Field Sales", "Key Account Manager", "stefan.krueger");
        Hire("Мария", "Кузнецова", Places.MoscowUsers, "Finance / Accounting", "Senior Accountant");
        Hire("João", "Pereira", Places.LisbonUsers, "Engineering / Product / Web", "Frontend Engineer");
        Hire("Lars", "Hoffmann", Places.BerlinUsers, "IT / Service Desk", "Support Specialist");
        Hire("Борис", "Волков", Places.MoscowUsers, "Sales / CIS", "Sales Representative");
        Hire("Emily", "Clark", Places.LondonUsers, "People / Recruiting", "Recruiter");
        Hire("Felix", "Wagner", Places.BerlinUsers, "Engineering / Quality", "QA Engineer");
        Hire("Sofia", "Almeida", Places.LisbonUsers, "Marketing / Performance", "Performance Marketer");
        Hire("Tim", "Becker", Places.BerlinUsers, "Operations / Logistics / Warehouse", "Shift Lead");
        Hire("Дмитрий", "Лебедев", Places.MoscowUsers, "Engineering / Platform / Storage", "Senior Software Engineer");
        Hire("Laura", "Fischer", Places.BerlinUsers, "Marketing / Brand", "Brand Manager");
        Hire("Pedro", "Santos", Places.LisbonUsers, "Sales / Partners", "Partner Manager");
        Hire("Nina", "Schulz", Places.BerlinUsers, "Legal", "Paralegal");
        directory.Person(ComesBack).Disabled = true;

        void Hire(string firstName, string lastName, string place, string department, string title, string? login = null) =>
            recruiter.Hire(new Newcomer(firstName, lastName, place, department, title) { Login = login });
    }
}
