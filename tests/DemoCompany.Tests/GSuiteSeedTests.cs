using System.Text.Json;

namespace SyncEngine.DemoCompany.Tests;

public sealed class GSuiteSeedTests
{
    [Theory]
    [InlineData("gsuite-1.json")]
    [InlineData("gsuite-2.json")]
    public void Everybody_has_an_id_and_a_valid_address_of_their_own_and_every_name_leads_somewhere(string file)
    {
        var (users, groups, units) = Read(file);
        Assert.InRange(users.Count, 290, 310);
        var addresses = users.Select(u => u.Email).Concat(groups.Select(g => g.GetProperty("email").GetString()!)).ToList();
        Assert.Equal(addresses.Count, addresses.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(addresses, a => Assert.Matches("^[a-z0-9.-]+@corp\\.example$", a));
        Assert.All(users, u => Assert.Matches("^1[0-9]{20}$", u.Id));
        Assert.All(users, u => Assert.Contains(u.Path, units));
        Assert.All(users.Where(u => u.Manager is not null), u => Assert.Contains(u.Manager, addresses));
        Assert.Equal(["b.auditor@audit.example"], groups.SelectMany(Members).Except(addresses).Distinct());
    }

    [Fact]
    public void The_two_files_tell_the_story_of_the_exports()
    {
        var first = Read("gsuite-1.json").Users.ToDictionary(u => u.Id);
        var later = Read("gsuite-2.json").Users.ToDictionary(u => u.Id);
        var both = later.Values.Where(u => first.ContainsKey(u.Id)).Select(u => (Before: first[u.Id], After: u)).ToList();
        Assert.Equal(5, later.Keys.Except(first.Keys).Count()); // hired
        Assert.Equal(3, first.Keys.Except(later.Keys).Count()); // deleted
        Assert.Equal(3, both.Count(p => !p.Before.Suspended && p.After.Suspended));
        Assert.Single(both, p => p.Before.Suspended && !p.After.Suspended);
        Assert.Single(both, p => p.Before.Email != p.After.Email);
        Assert.Equal(24, both.Count(p => p.Before.Path == "/Warsaw Users" && p.After.Path == "/Warsaw Staff"));
    }

    [Fact]
    public void No_group_is_in_itself_at_any_depth()
    {
        var inside = Read("gsuite-1.json").Groups.ToDictionary(g => g.GetProperty("email").GetString()!, g => Members(g).ToHashSet());
        foreach (var group in inside.Keys)
        {
            var seen = new HashSet<string>();
            var open = new Stack<string>([group]);
            while (open.TryPop(out var next))
            {
                foreach (var member in inside.GetValueOrDefault(next, []).Where(seen.Add))
                {
                    open.Push(member);
                }
            }

            Assert.DoesNotContain(group, seen);
        }
    }

    private static IEnumerable<string> Members(JsonElement group) =>
        group.TryGetProperty("members", out var members) ? members.EnumerateArray().Select(m => m.GetProperty("email").GetString()!) : [];

    private static (List<User> Users, List<JsonElement> Groups, HashSet<string> Units) Read(string file)
    {
        var root = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Data", file))).RootElement;
        return (
            [.. root.GetProperty("users").EnumerateArray().Select(User.Of)],
            [.. root.GetProperty("groups").EnumerateArray()],
            [.. root.GetProperty("orgUnits").EnumerateArray().Select(u => u.GetProperty("orgUnitPath").GetString()!), "/"]);
    }

    private sealed record User(string Id, string Email, string Path, bool Suspended, string? Manager)
    {
        internal static User Of(JsonElement user) => new(
            user.GetProperty("id").GetString()!,
            user.GetProperty("primaryEmail").GetString()!,
            user.TryGetProperty("orgUnitPath", out var path) ? path.GetString()! : "/",
            user.TryGetProperty("suspended", out var suspended) && suspended.GetBoolean(),
            user.TryGetProperty("relations", out var relations) ? relations[0].GetProperty("value").GetString() : null);
    }
}
