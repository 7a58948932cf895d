using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using SyncEngine.Testing;
using SyncEngine.TestSupport;

namespace SyncEngine.Simulation;

/// <summary>
/// People come, change, move and leave in two directories that fail now and then. What is true is kept beside by the test, by persons and not by addresses. A failure
/// prints the seed that repeats it.
/// </summary>
public sealed class LivesInTwoDirectories
{
    private const int Lives = 150;
    private const int People = 6;

    private static readonly Gen<(int What, int Who, int Where)> Happening = Gen.Select(Gen.Int[0, 7], Gen.Int[0, People - 1], Gen.Int[0, 1]);
    private static readonly Gen<(List<(int What, int Who, int Where)> Happenings, int Fault)> Period = Gen.Select(Happening.List[0, 5], Gen.Int[0, 9]);

    [Fact]
    public Task One_account_each_and_access_exactly_for_those_whom_a_directory_has_active() => Period.List[1, 8].TryAsync(
        async life =>
        {
            using var company = new Company();
            foreach (var (happenings, fault) in life)
            {
                happenings.ForEach(happening => company.Happen(happening.What, happening.Who, happening.Where));
                await company.SyncAsync(fault);
            }

            // The directories are well again, and people have time to settle.
            for (var i = 0; i < 3; i++)
            {
                await company.SyncAsync(fault: 9);
            }

            await company.EverythingIsSettledAsync();
        },
        count: Lives);

    private sealed class Company : IDisposable
    {
        private static readonly SyncName Sync = new("staff");
        private static readonly Actor Anna = Actor.Person("anna");
        private readonly ServiceProvider services;
        private readonly ISyncEngine engine;
        private readonly ScriptedTarget application = new(new SystemName("pyrus"));
        private readonly ScriptedSource[] directories = [Directory("corp-ad"), Directory("workspace")];
        private readonly SourceRecord?[,] seen = new SourceRecord?[2, People];
        private readonly bool[] readOnce = new bool[2];
        private readonly HashSet<string> linked = new(StringComparer.Ordinal);
        private int number;

        internal Company()
        {
            var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));
            services = new ServiceCollection()
                .AddSingleton<TimeProvider>(time)
                .AddSyncEngine(builder => builder.UseInMemoryStore(new InMemoryStore(time)).AddScriptedSource(directories[0]).AddScriptedSource(directories[1]).AddScriptedTarget(application)
                    .AddSync("staff", sync =>
                    {
                        sync.From("corp-ad", "workspace").To("pyrus");
                        sync.Limit("Block", 1000, 100);
                    }))
                .BuildServiceProvider();
            engine = services.GetRequiredService<ISyncEngine>();
        }

        public void Dispose() => services.Dispose();

        internal void Happen(int what, int who, int where)
        {
            var directory = directories[where].Records;
            var at = directory.FindIndex(r => r.Anchor == Anchor(who, where));
            switch (what)
            {
                case 0 or 1 when at < 0:
                    directory.Add(Record(who, where));
                    break;
                case 2 when at >= 0:
                    directory[at] = directory[at] with { Enabled = false };
                    break;
                case 3 when at >= 0:
                    directory[at] = directory[at] with { Enabled = true };
                    break;
                case 4 when at >= 0:
                    directory.RemoveAt(at);
                    break;
                case 5 when at >= 0:
                    directory[at] = directory[at] with { Attributes = directory[at].Attributes.With(AttributeNames.Title, $"title {++number}") };
                    break;
                case 6 when at >= 0 && AreBothLinked(who):
                    // Before they are linked, only the address tells that two entries are one person.
                    directory[at] = directory[at] with { Attributes = directory[at].Attributes.With(AttributeNames.Email, $"new-{who}-{++number}@corp.example") };
                    break;
                default:
                    break;
            }
        }

        /// <summary>One cycle. Faults: a directory is down (0, 1), or is read by half (2, 3), or both are (4).</summary>
        internal async Task SyncAsync(int fault)
        {
            for (var where = 0; where < 2; where++)
            {
                var down = fault == where;
                directories[where].StartFailure = down ? new ConnectedSystemException(directories[where].Name, "Unreachable", "down", "wait") : null;
                directories[where].FailAfterBatches = fault == 2 + where || fault == 4 ? 0 : null;
                if (!down && directories[where].FailAfterBatches is null)
                {
                    readOnce[where] = true;
                    for (var who = 0; who < People; who++)
                    {
                        seen[where, who] = directories[where].Records.FirstOrDefault(r => r.Anchor == Anchor(who, where));
                    }
                }
            }

            var plan = await PlanInFull.PrepareAsync(engine, Sync, CancellationToken.None);
            Assert.True((await engine.ReplayAsync(plan.Id, CancellationToken.None)).Same);
            Assert.Equal(plan.Rows.Count, plan.Rows.Select(row => row.Id).Distinct().Count());
            var accounts = plan.Rows.Where(row => row.Kind == RowKind.User && row.Effects.Contains(Effect.Block)).Select(row => row.Target!.Id!).ToList();
            foreach (var account in accounts)
            {
                var who = PersonOf(account);
                Assert.False(IsActive(seen[0, who]) || IsActive(seen[1, who]), $"person {who} is active as far as was read, and would be blocked");
                Assert.All(readOnce, Assert.True);
            }

            // A blocked account is linked to a further entry only when a person says so; here somebody does.
            var include = plan.Rows.Where(row => row.Reason is Reason.FurtherSource && row.Effects.Length > 0).Select(row => row.Id);
            await engine.ApplyAsync(plan.Id, Anna, new RowSelection { Include = [.. include] }, CancellationToken.None);
            linked.Clear();
            foreach (var directory in directories)
            {
                await foreach (var entry in engine.ReadStatesAsync(directory.Name, EntryKind.Account, null, CancellationToken.None))
                {
                    _ = entry.Links.Length > 0 && linked.Add(entry.Key.Anchor);
                }
            }
        }

        internal async Task EverythingIsSettledAsync()
        {
            var plan = await PlanInFull.PrepareAsync(engine, Sync, CancellationToken.None);
            Assert.DoesNotContain(plan.Rows, row => row.Selected);
            var accounts = application.Contents.Where(r => r.Kind == EntryKind.Account).ToList();
            for (var who = 0; who < People; who++)
            {
                var own = accounts.Where(account => PersonOf(account.Anchor) == who).ToList();
                Assert.True(own.Count <= 1, $"person {who} has {own.Count} accounts");
                var active = IsActive(seen[0, who]) || IsActive(seen[1, who]);
                Assert.Equal(active, own is [{ Enabled: true }]);
                if (active)
                {
                    var lead = IsActive(seen[0, who]) ? seen[0, who]! : seen[1, who]!;
                    Assert.Equal(lead.Attributes[AttributeNames.Title], own[0].Attributes[AttributeNames.Position]);
                }
            }
        }

        /// <summary>Every account remembers by its last name whose it is.</summary>
        private int PersonOf(string account) => int.Parse(
            application.Contents.Single(r => r.Kind == EntryKind.Account && r.Anchor == account).Attributes[AttributeNames.LastName]![6..], System.Globalization.CultureInfo.InvariantCulture);

        private bool AreBothLinked(int who) => Enumerable.Range(0, 2).All(where => linked.Contains(Anchor(who, where)));

        private string Anchor(int who, int where) => $"{directories[where].Name}-{who}";

        private SourceRecord Record(int who, int where) => new()
        {
            Kind = EntryKind.Account,
            Anchor = Anchor(who, where),
            Parent = "ou-users",
            Attributes = AttributeSet.Of(
                (AttributeNames.Login, $"p{who}"), (AttributeNames.FirstName, "Person"), (AttributeNames.LastName, $"Number{who}"), (AttributeNames.Email, $"p{who}@corp.example"),
                (AttributeNames.Title, $"title {where}")),
        };

        private static bool IsActive(SourceRecord? record) => record is { Enabled: true };

        private static ScriptedSource Directory(string name) => new(
            new SystemName(name), new SourceRecord { Kind = EntryKind.Unit, Anchor = "ou-users", Attributes = AttributeSet.Of((AttributeNames.Name, "Users")) },
            new SourceRecord
            {
                Kind = EntryKind.Account, Anchor = $"{name}-keeper", Parent = "ou-users",
                Attributes = AttributeSet.Of((AttributeNames.FirstName, "Keeper"), (AttributeNames.LastName, "Number99"), (AttributeNames.Email, "keeper@corp.example")),
            });
    }
}
