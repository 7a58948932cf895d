using System.Security.Cryptography;
using System.Text;
using SyncEngine.DemoCompany.Large;
using SyncEngine.DemoCompany.Ldif;

namespace SyncEngine.DemoCompany.Tests;

public sealed class LargeCompanyTests
{
    private static readonly CorpDirectory Company = LargeCompany.Build(5_000);

    [Fact]
    public void The_same_company_comes_out_every_time()
    {
        Assert.Equal(Digest(Company), Digest(LargeCompany.Build(5_000)));
        Assert.NotEqual(Digest(Company), Digest(LargeCompany.Build(5_000, seed: 7)));
    }

    [Fact]
    public void It_has_the_size_and_the_groups_of_a_large_domain()
    {
        Assert.Equal(5_000, Company.People.Count());
        Assert.True(Company.Entries.OfType<Group>().Count() >= 200);
        Assert.Equal(3_000, Company.Group(LargeGroups.Everyone).Members.Count);
        Assert.InRange(Company.People.Average(p => p.Groups.Count), 5.5, 6.5);
        Assert.Contains(Company.Group(LargeGroups.Circle), Company.Group("Circle 3").Members);
        Assert.Empty(Company.Group(LargeGroups.Empty).Members);
    }

    [Fact]
    public void Nobody_has_the_name_or_the_login_of_somebody_else()
    {
        Assert.Equal(Company.People.Count(), Company.People.Select(p => p.Login).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        var names = Company.Entries.Where(e => e.Parent is not null).Select(e => e.Dn).ToList();
        Assert.Equal(names.Count, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void What_names_others_is_written_after_them()
    {
        var text = Text(Company);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n').Where(line => line.Contains(":: ", StringComparison.Ordinal)))
        {
            var (name, value) = (line[..line.IndexOf(':', StringComparison.Ordinal)], Encoding.UTF8.GetString(Convert.FromBase64String(line[(line.IndexOf(":: ", StringComparison.Ordinal) + 3)..])));
            if (name == "dn")
            {
                seen.Add(value);
            }
            else if (name is "member" or "manager" or "primaryGroupID")
            {
                Assert.True(value.StartsWith("<SID=", StringComparison.Ordinal) || seen.Contains(value), value);
            }
        }
    }

    private static string Digest(CorpDirectory directory) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Text(directory))));

    private static string Text(CorpDirectory directory)
    {
        using var text = new StringWriter { NewLine = "\n" };
        SambaLdif.Write(text, directory, "DC=contoso,DC=test");
        return text.ToString();
    }
}
