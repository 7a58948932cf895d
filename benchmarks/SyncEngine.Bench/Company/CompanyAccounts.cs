using System.Globalization;
using System.Runtime.CompilerServices;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Bench.Company;

/// <summary>The application's side of the company, made up while it is read: an account for nearly everyone, and departments. It takes no writes.</summary>
internal sealed class CompanyAccounts(BigCompany company, Func<CancellationToken, Task> onRead) : ISource, ITarget
{
    private const int AccountsWithoutPerson = 200; // one for each 200 people

    public SystemName Name { get; } = new(BigCompany.Application);

    internal static string AccountId(int i) => (100_000 + i).ToString(CultureInfo.InvariantCulture);

    public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await onRead(cancellationToken);
        foreach (var batch in Records().Chunk(request.BatchSize))
        {
            yield return new SourceBatch(batch) { Identity = "bench" };
        }

        yield return new SourceBatch([], new Receipt { System = Name, Complete = true, Identity = "bench", Server = "bench" });
    }

    public Task<IReadOnlyList<Confirmation>> ConfirmAsync(IReadOnlyList<EntryKey> keys, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Confirmation>>([.. keys.Select(key => new Confirmation(key, ConfirmationAnswer.CannotTell, "bench"))]);

    public Task EnsureWritableAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<Outcome> ApplyAsync(Change change, IdempotencyKey key, CancellationToken cancellationToken) =>
        throw new NotSupportedException("This target is for planning only.");

    internal IEnumerable<SourceRecord> Records()
    {
        if (company.People == 0)
        {
            yield break;
        }

        for (var division = 0; division < 10; division++)
        {
            yield return Unit(DivisionId(division), null, string.Create(CultureInfo.InvariantCulture, $"Division {division}"));
        }

        for (var team = 0; team < 100; team++)
        {
            yield return Unit(TeamId(team), DivisionId(team % 10), string.Create(CultureInfo.InvariantCulture, $"Team {team}"));
        }

        for (var i = 0; i < company.People; i++)
        {
            if (BigCompany.HasAccount(i))
            {
                yield return Account(i);
            }
        }

        for (var i = 0; i < company.People / AccountsWithoutPerson; i++)
        {
            yield return new SourceRecord
            {
                Kind = EntryKind.Account,
                Anchor = string.Create(CultureInfo.InvariantCulture, $"{50_000_000 + i}"),
                Attributes = AttributeSet.Of(
                    (AttributeNames.FirstName, "Guest"),
                    (AttributeNames.LastName, i.ToString(CultureInfo.InvariantCulture)),
                    (AttributeNames.Email, string.Create(CultureInfo.InvariantCulture, $"guest{i}@other.example"))),
            };
        }
    }

    internal static SourceRecord Account(int i) => new()
    {
        Kind = EntryKind.Account,
        Anchor = AccountId(i),
        Parent = TeamId(i % 100),
        Enabled = BigCompany.RoleOf(i) != BigRole.Unblock,
        Attributes = AttributeSet.Of(
            (AttributeNames.Name, $"{BigCompany.FirstName(i)} {BigCompany.LastName(i)}"),
            (AttributeNames.FirstName, BigCompany.FirstName(i)),
            (AttributeNames.LastName, BigCompany.LastName(i)),
            (AttributeNames.Email, BigCompany.Mail(i)),
            (AttributeNames.Position, BigCompany.RoleOf(i) == BigRole.Update ? "Trainee" : BigCompany.Title(i)),
            (AttributeNames.Phone, BigCompany.Phone(i)),
            (AttributeNames.MobilePhone, BigCompany.Mobile(i))),
    };

    private static string DivisionId(int division) => string.Create(CultureInfo.InvariantCulture, $"9{division:D3}");

    private static string TeamId(int team) => string.Create(CultureInfo.InvariantCulture, $"8{team:D3}");

    private static SourceRecord Unit(string id, string? parent, string name) => new()
    {
        Kind = EntryKind.Unit,
        Anchor = id,
        Parent = parent,
        Attributes = AttributeSet.Of((AttributeNames.Name, name)),
    };
}
