using System.Globalization;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing;
using SyncEngine.TestSupport;

namespace SyncEngine.Scenarios;

/// <summary>The same facts give the same plan: whatever the culture, the order of input, and when computed again from events alone.</summary>
public sealed class SamePlanAnywhere
{
    private static async Task<(World World, PlanInFull Plan)> StoryAsync(int? shuffle, string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            var world = new World(sync => sync.PickGroups("Everybody"));
            world.Directory.ShuffleSeed = shuffle;
            world.Unit("ou-warsaw", "WARSAW USERS INTERIM");
            world.HireMany(40);
            world.Hire("ILGIN", "Ilgın", "İnce", "1C Developer", "SALES/Iq");
            world.Hire("и.иванов", "Иван", "Иванов", "Инженер", "Отдел/Ё", "ou-warsaw");
            world.Hire("nomail", "No", "Mail");
            world.Edit("guid-nomail", r => r with { Attributes = r.Attributes.With(AttributeNames.Email) });
            world.Group("g-all", "Everybody", [.. world.Directory.Records.Where(r => r.Kind == EntryKind.Account).Select(r => r.Anchor), "g-loop"]);
            world.Group("g-loop", "Loop", "g-all");
            world.Account("ilgin@corp.example", "Ilgın", "İnce");
            world.Account("p004@corp.example", "Person004");
            world.Account("max@else.example", "Max", "Stranger");
            await world.SyncAsync();
            world.Edit("ou-warsaw", r => r with { Attributes = AttributeSet.Of((AttributeNames.Name, "Warsaw Staff")) });
            world.Edit("guid-p001", r => r with { Enabled = false });
            world.Edit("guid-p002", r => r with { Attributes = r.Attributes.With(AttributeNames.Title, "Director") });
            world.Fire("p003");
            return (world, await world.PrepareAsync());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(1, "tr-TR")]
    [InlineData(7, "ru-RU")]
    [InlineData(null, "ar-SA")]
    public async Task Culture_and_order_of_input_change_nothing(int? shuffle, string culture)
    {
        var (reference, expected) = await StoryAsync(null, "en-US");
        var (world, plan) = await StoryAsync(shuffle, culture);
        using (reference)
        using (world)
        {
            Assert.Equal(expected.Rows.Select(r => (r.Id, r.Status, r.Text)), plan.Rows.Select(r => (r.Id, r.Status, r.Text)));
            Assert.Equal(expected.Fingerprint, plan.Fingerprint);
        }
    }

    [Fact]
    public async Task What_is_told_of_many_is_told_in_one_order_whatever_the_language_puts_first()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("cs-CZ"); // where "ch" comes after "h"
            using var world = new World();
            world.HireMany(6);
            Move(world, person => person < 3 ? "hudba.example" : "chemie.example", person => person < 3 ? "Hudba" : "Chemie");
            await world.SyncAsync();
            Move(world, _ => "corp.example", person => person < 3 ? "Nova hudba" : "Nova chemie");

            var plan = await world.PrepareAsync();
            Assert.Equal(
                [
                    "3 rows change an address from chemie.example", "3 rows change an address from hudba.example",
                    "3 of 3 people of department 'Chemie' move", "3 of 3 people of department 'Hudba' move",
                ],
                plan.Findings.Where(finding => finding.Code is "DomainRenamed" or "DepartmentRenamed").Select(finding => finding.Text.Split(" to ")[0]));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        static void Move(World world, Func<int, string> domain, Func<int, string> department)
        {
            for (var i = 0; i < 6; i++)
            {
                world.Edit($"guid-p{i:000}", r => r with
                {
                    Attributes = r.Attributes.With(AttributeNames.Email, $"p{i:000}@{domain(i)}").With(AttributeNames.Department, department(i)),
                });
            }
        }
    }

    [Fact]
    public async Task Every_plan_comes_out_the_same_from_its_events_alone()
    {
        var (world, last) = await StoryAsync(3, "en-US");
        using (world)
        {
            await world.ApplyAsync(last);
            await world.PrepareAsync();
            var plans = await world.Engine.ListPlansAsync(World.Sync, 10, TestContext.Current.CancellationToken);
            Assert.Equal(3, plans.Count);
            foreach (var plan in plans)
            {
                var report = await world.Engine.ReplayAsync(plan.Id, TestContext.Current.CancellationToken);
                Assert.True(report.Same, $"{report.Recorded} became {report.Recomputed}");
                Assert.True(report.Entries > 40);
            }
        }
    }

    [Fact]
    public async Task One_other_fact_gives_another_fingerprint()
    {
        var (reference, expected) = await StoryAsync(null, "en-US");
        using (reference)
        {
            reference.Edit("guid-p020", r => r with { Attributes = r.Attributes.With(AttributeNames.Phone, "1") });
            Assert.NotEqual(expected.Fingerprint, (await reference.PrepareAsync()).Fingerprint);
        }
    }
}
