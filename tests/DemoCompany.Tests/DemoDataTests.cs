using System.Globalization;

namespace SyncEngine.DemoCompany.Tests;

public sealed class DemoDataTests
{
    [Theory]
    [InlineData("")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public void The_committed_files_are_what_the_generator_makes_under_any_culture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo(culture);
        try
        {
            foreach (var (name, bytes) in DemoFiles.Make())
            {
                var committed = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Data", name));
                Assert.True(
                    bytes.AsSpan().SequenceEqual(committed),
                    $"{name} differs from what the generator makes. Run: dotnet run --project eng/DemoCompany -- src/Host/Demo/Data");
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("company-1.ldif")]
    [InlineData("company-2.ldif")]
    public void An_export_is_whole_and_every_name_in_it_leads_somewhere(string file)
    {
        var (entries, rest) = Read(file);

        Assert.Contains("result: 0 Success", rest);
        Assert.Contains($"# numEntries: {entries.Count}", rest);
        Assert.Equal(entries.Count, entries.Select(e => e.Id).Distinct().Count());
        var names = entries.Select(e => e.Dn).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(entries.Count, names.Count);
        var links = entries.SelectMany(e => e.All("member").Concat(e.All("memberOf")).Concat(e.All("manager"))).Distinct(StringComparer.Ordinal);
        Assert.DoesNotContain(links, link => !names.Contains(link));
    }

    [Theory]
    [InlineData("company-1.ldif")]
    [InlineData("company-2.ldif")]
    public void Members_and_groups_name_each_other(string file)
    {
        var (entries, _) = Read(file);
        var down = entries.SelectMany(group => group.All("member").Select(member => (Group: group.Dn, Member: member)));
        var up = entries.SelectMany(member => member.All("memberOf").Select(group => (Group: group, Member: member.Dn)));

        Assert.Equal(down.Order(), up.Order());
    }

    [Fact]
    public void About_three_hundred_people_with_names_in_two_scripts()
    {
        var people = Read("company-1.ldif").Entries.Where(e => e.IsPerson && e.Text("employeeNumber") is not null).ToList();

        Assert.InRange(people.Count, 280, 320);
        Assert.InRange(people.Count(p => p.Text("sn")!.Any(c => c is >= 'А' and <= 'я')), 60, 100);
        Assert.InRange(people.Count(p => p.Text("mail") is null), 2, 4);
        Assert.Contains(people, p => p.Text("title")!.StartsWith("1C", StringComparison.Ordinal));
        Assert.Contains(people, p => p.Dn.Contains("OU=Users\\, Remote", StringComparison.Ordinal));
        Assert.Contains(people, p => !p.Text("givenName")!.IsNormalized());
    }

    [Fact]
    public void Between_the_exports_happens_what_the_story_says()
    {
        var first = Read("company-1.ldif").Entries.Where(e => e.IsPerson).ToDictionary(e => e.Id);
        var later = Read("company-2.ldif").Entries.Where(e => e.IsPerson).ToDictionary(e => e.Id);
        var both = later.Where(e => first.ContainsKey(e.Key) && !e.Value.IsDeleted).Select(e => (Before: first[e.Key], After: e.Value)).ToList();

        Assert.Equal(5, later.Keys.Except(first.Keys).Count()); // hired
        Assert.Single(first.Keys.Except(later.Keys)); // gone without a trace
        Assert.Equal(2, later.Values.Count(e => e.IsDeleted && e.Dn.Contains("\\0ADEL:", StringComparison.Ordinal)));
        Assert.Equal(3, both.Count(p => !p.Before.IsDisabled && p.After.IsDisabled));
        Assert.Single(both, p => p.Before.IsDisabled && !p.After.IsDisabled);
        Assert.Equal(2, both.Count(p => p.Before.Text("sn") != p.After.Text("sn")));
        Assert.Single(both, p => p.Before.Text("mail") != p.After.Text("mail"));
        Assert.Equal(2, both.Count(p => p.Before.Dn.Contains("Users", StringComparison.Ordinal) && p.After.Dn.Contains("OU=Long Leave", StringComparison.Ordinal)));
        Assert.Equal(24, both.Count(p => p.Before.Dn.Contains("OU=Warsaw Users", StringComparison.Ordinal) && p.After.Dn.Contains("OU=Warsaw Staff", StringComparison.Ordinal)));
    }

    private static (List<ExportedEntry> Entries, List<string> OtherLines) Read(string file) =>
        ExportedEntry.Read(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Data", file)));
}
