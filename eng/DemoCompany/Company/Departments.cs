namespace SyncEngine.DemoCompany.Company;

/// <summary>A department as the directory has it: its whole path as one text, and the jobs in it.</summary>
internal sealed record DepartmentJobs(string Path, int Weight, params string[] Titles)
{
    /// <summary>The last name of the path.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..].Trim();
}

/// <summary>The departments: one to three levels, separated by <c> / </c>.</summary>
internal static class Departments
{
    public const string Management = "Management";

    public static IReadOnlyList<DepartmentJobs> All { get; } =
    [
        new("Sales / EMEA / Inside Sales", 20, "Account Manager", "Sales Representative", "Senior Account Manager"),
        new("Sales / EMEA / Field Sales", 14, "Field Sales Manager", "Key Account Manager"),
        new("Sales / CIS", 14, "Account Manager", "Sales Representative"),
        new("Sales / Partners", 8, "Partner Manager", "Partner Enablement Specialist"),
        new("Marketing / Brand", 9, "Brand Manager", "Copywriter", "Graphic Designer"),
        new("Marketing / Performance", 8, "Performance Marketer", "Web Analyst"),
        new("Engineering / Platform / Storage", 14, "Software Engineer", "Senior Software Engineer", "Staff Engineer"),
        new("Engineering / Platform / Identity", 12, "Software Engineer", "Senior Software Engineer", "Security Engineer"),
        new("Engineering / Product / Web", 16, "Frontend Engineer", "Senior Frontend Engineer", "UX Designer"),
        new("Engineering / Product / Mobile", 12, "iOS Engineer", "Android Engineer"),
        new("Engineering / Quality", 10, "QA Engineer", "Test Automation Engineer"),
        new("IT / Service Desk", 10, "Support Specialist", "2nd Line Support Engineer"),
        new("IT / Infrastructure", 8, "System Administrator", "Network Engineer", "Database Administrator"),
        new("IT / 1C", 5, "1C Developer", "1C Consultant"),
        new("Finance / Accounting", 11, "Accountant", "Senior Accountant"),
        new("Finance / Controlling", 6, "Controller", "Financial Analyst"),
        new("People / Recruiting", 6, "Recruiter", "Talent Sourcer"),
        new("People / Payroll", 5, "Payroll Specialist"),
        new("Legal", 5, "Legal Counsel", "Paralegal"),
        new("Operations / Logistics / Warehouse", 12, "Warehouse Operator", "Shift Lead"),
    ];
}
