using System.Collections.Immutable;
using System.Globalization;
using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Benchmarks;

/// <summary>
/// As many people and accounts as wanted, with every status of a plan: nine of ten are in step, the others are new, to be updated, blocked,
/// unblocked or bound, in conflict, invalid, deferred or frozen; and some accounts are nobody's.
/// </summary>
internal sealed class StatusPopulation
{
    private static readonly ImmutableArray<string> Mapped =
        [AttributeNames.FirstName, AttributeNames.LastName, AttributeNames.Email, AttributeNames.Position, AttributeNames.Phone, AttributeNames.Department];

    private readonly MemoryStates states;

    internal StatusPopulation(int size)
    {
        People = new List<EntryState>(size);
        Accounts = new List<EntryState>(size);
        var excluded = new Dictionary<EntryKey, ExclusionAdded>();
        for (var i = 0; i < size; i++)
        {
            var status = StatusOf(i);
            var account = status is null or RowStatus.Update or RowStatus.Block or RowStatus.Unblock or RowStatus.Bind or RowStatus.Deferred or RowStatus.Frozen
                ? Account(i, status)
                : null;
            var person = Person(i, status, account);
            People.Add(person);
            if (account is not null)
            {
                Accounts.Add(account);
            }

            if (status == RowStatus.Frozen)
            {
                excluded[person.Key] = new ExclusionAdded(person.Key, new Actor("bench"), "on leave", null);
            }
        }

        for (var i = 0; i < size / 200; i++)
        {
            Accounts.Add(Account(100_000_000 + i, null));
        }

        Input = new PlanningInput
        {
            Sync = new SyncName("staff"),
            Policy = PolicyFactory.Make(new SyncOptions { DepartmentSeparator = "/" }.From("corp-ad").To("pyrus"), null, []),
            Excluded = excluded,
            Reads = [new Receipt { System = Population.Directory, Complete = true, Identity = "x" }],
            Engine = "benchmark",
        };
        People.Sort((a, b) => a.Key.CompareTo(b.Key));
        Accounts.Sort((a, b) => a.Key.CompareTo(b.Key));
        states = new MemoryStates(People, [Population.Unit()], Accounts, [.. Departments().OrderBy(d => d.Key)]);
    }

    internal List<EntryState> People { get; }

    internal List<EntryState> Accounts { get; }

    internal PlanningInput Input { get; }

    /// <summary>Plans them as a run does, with the states at hand instead of in a store; the rows are counted and thrown away.</summary>
    internal async Task<int> PlanAsync()
    {
        var planning = new Planning(states.Reader);
        using var planner = await planning.SurveyAsync(Input, CancellationToken.None);
        return (await planning.PlanAsync(planner, _ => Task.CompletedTask, CancellationToken.None)).RowCount;
    }

    /// <summary>What the plan should say of person i; null for in step.</summary>
    internal static RowStatus? StatusOf(int i) => (i % 1000) switch
    {
        < 900 => null,
        < 920 => RowStatus.New,
        < 940 => RowStatus.Update,
        < 955 => RowStatus.Block,
        < 965 => RowStatus.Unblock,
        < 980 => RowStatus.Bind,
        < 985 => RowStatus.Conflict,
        < 990 => RowStatus.Invalid,
        < 995 => RowStatus.Deferred,
        _ => RowStatus.Frozen,
    };

    private static EntryState Person(int i, RowStatus? status, EntryState? account)
    {
        var record = Population.Record(i, status == RowStatus.Update ? "Changed" : null);
        record = status switch
        {
            RowStatus.Invalid => record with { Attributes = record.Attributes.With(AttributeNames.Email) },
            RowStatus.Conflict => record with { Attributes = record.Attributes.With(AttributeNames.Email, string.Create(CultureInfo.InvariantCulture, $"shared{i / 1000}@corp.example")) },
            RowStatus.Block => record with { Enabled = false },
            _ => record,
        };
        var person = Population.Known(Population.Directory, record);
        if (account is not null && status != RowStatus.Bind)
        {
            person = EntryEvolution.Evolve(person, new AccountLinked(Population.Application, account.Key.Anchor, LinkOrigin.Created, null, Agreed(record, account)));
        }

        return status switch
        {
            RowStatus.Deferred => EntryEvolution.Evolve(person, new EntryMissed("snapshot 1")),
            RowStatus.Unblock => EntryEvolution.Evolve(person, new ChangeConfirmed(
                Population.Application, "k", ChangeAction.BlockAccount, account!.Key.Anchor, AttributeSet.Empty, AttributeSet.Empty, [], AlreadySo: false)),
            _ => person,
        };
    }

    private static AttributeSet Agreed(SourceRecord record, EntryState account) => AttributeSet.Of([.. Mapped.Select(field => (field, field switch
    {
        AttributeNames.Position => account.Attributes[AttributeNames.Position],
        AttributeNames.Department => record.Attributes[AttributeNames.Department]!.Replace("/", " / ", StringComparison.Ordinal),
        _ => account.Attributes[field],
    }))]);

    private static EntryState Account(int i, RowStatus? status)
    {
        var source = Population.Record(i);
        return Population.Known(Population.Application, source with
        {
            Anchor = (100_000 + i).ToString(CultureInfo.InvariantCulture),
            Parent = Team(i % 100),
            Enabled = status != RowStatus.Unblock,
            Attributes = source.Attributes.With(AttributeNames.Position, source.Attributes.Values(AttributeNames.Title))
                .With(AttributeNames.Title).With(AttributeNames.Department).With(AttributeNames.Login),
        });
    }

    private static IEnumerable<EntryState> Departments() =>
        Enumerable.Range(0, 10).Select(d => Department(Division(d), null, $"Division {d}"))
            .Concat(Enumerable.Range(0, 100).Select(t => Department(Team(t), Division(t % 10), $"Team {t}")));

    private static EntryState Department(string id, string? parent, string name) => Population.Known(
        Population.Application,
        new SourceRecord { Kind = EntryKind.Unit, Anchor = id, Parent = parent, Attributes = AttributeSet.Of((AttributeNames.Name, name)) });

    private static string Division(int d) => string.Create(CultureInfo.InvariantCulture, $"d{d}");

    private static string Team(int t) => string.Create(CultureInfo.InvariantCulture, $"t{t}");
}
