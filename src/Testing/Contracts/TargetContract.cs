using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using Xunit;

namespace SyncEngine.Testing.Contracts;

/// <summary>What every target keeps to. Inherit it in a test project and give a target over a system that may be written to.</summary>
public abstract partial class TargetContract : IAsyncLifetime
{
    private TargetUnderTest? opened;
    private int keys;

    /// <summary>Cancelled when the test is.</summary>
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The target of the running test.</summary>
    protected ITarget Target => Opened.Target;

    /// <summary>A field that an account of this target may lack, and that can be cleared. Default: the position.</summary>
    protected virtual string ClearableField => AttributeNames.Position;

    /// <summary>An id that has the form of this target's ids and that no account has.</summary>
    protected virtual string UnknownId => "999999999";

    /// <summary>How a write ends that was done before.</summary>
    private static OutcomeKind[] Harmless => [OutcomeKind.AlreadySo, OutcomeKind.Applied];

    private TargetUnderTest Opened => opened ?? throw new InvalidOperationException("The test has not begun.");

    /// <inheritdoc />
    public async ValueTask InitializeAsync() => opened = await OpenTargetAsync();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (opened is not null)
        {
            await opened.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Gives a target that may be written to.</summary>
    protected abstract Task<TargetUnderTest> OpenTargetAsync();

    [Fact]
    public async Task An_account_that_was_made_is_read_with_what_it_was_given()
    {
        var made = await Create("eva", (ClearableField, "Engineer"));

        Assert.Equal(OutcomeKind.Applied, made.Kind);
        Assert.False(string.IsNullOrEmpty(made.TargetId));
        var read = await Read(made.TargetId);
        Assert.NotNull(read);
        Assert.True(read.Enabled);
        Assert.Equal(
            ("Eva", "Li", EmailKey.TryFrom("eva@corp.example"), "Engineer"),
            (read.Attributes[AttributeNames.FirstName], read.Attributes[AttributeNames.LastName],
                EmailKey.TryFrom(read.Attributes[AttributeNames.Email]), read.Attributes[ClearableField]));
    }

    [Fact]
    public async Task A_blocked_account_is_read_as_disabled_and_an_unblocked_one_as_enabled()
    {
        var id = (await Create("eva")).TargetId!;

        Assert.Equal(OutcomeKind.Applied, (await Apply(ChangeAction.BlockAccount, id)).Kind);
        Assert.False((await Read(id))!.Enabled);

        Assert.Equal(OutcomeKind.Applied, (await Apply(ChangeAction.UnblockAccount, id)).Kind);
        Assert.True((await Read(id))!.Enabled);
    }

    [Fact]
    public async Task Blocking_or_unblocking_twice_does_no_harm()
    {
        var id = (await Create("eva")).TargetId!;
        await Apply(ChangeAction.BlockAccount, id);

        Assert.Contains((await Apply(ChangeAction.BlockAccount, id)).Kind, Harmless);
        Assert.False((await Read(id))!.Enabled);

        await Apply(ChangeAction.UnblockAccount, id);
        Assert.Contains((await Apply(ChangeAction.UnblockAccount, id)).Kind, Harmless);
        Assert.True((await Read(id))!.Enabled);
    }

    [Fact]
    public async Task A_second_account_with_the_same_address_is_refused_with_a_code_in_any_case()
    {
        await Create("eva");

        var second = await Create("EVA");

        Assert.Equal(OutcomeKind.Refused, second.Kind);
        Assert.False(string.IsNullOrEmpty(second.Code));
        Assert.False(string.IsNullOrEmpty(second.Message));
        Assert.Single(await ReadAccounts(), a => EmailKey.TryFrom(a.Attributes[AttributeNames.Email]) == EmailKey.TryFrom("eva@corp.example"));
    }

    [Fact]
    public async Task An_account_without_an_address_is_refused_with_a_code()
    {
        var refused = await Send(new Change { Action = ChangeAction.CreateAccount, Fields = AttributeSet.Of((AttributeNames.LastName, "Li")) });

        Assert.Equal(OutcomeKind.Refused, refused.Kind);
        Assert.False(string.IsNullOrEmpty(refused.Code));
    }

    [Theory]
    [InlineData(ChangeAction.UpdateAccount)]
    [InlineData(ChangeAction.BlockAccount)]
    [InlineData(ChangeAction.UnblockAccount)]
    public async Task A_change_to_an_unknown_account_is_refused_with_a_code(ChangeAction action)
    {
        var refused = await Send(new Change
        {
            Action = action,
            TargetId = UnknownId,
            Fields = action == ChangeAction.UpdateAccount ? AttributeSet.Of((AttributeNames.LastName, "Li")) : AttributeSet.Empty,
        });

        Assert.Equal(OutcomeKind.Refused, refused.Kind);
        Assert.False(string.IsNullOrEmpty(refused.Code));
    }

    [Fact]
    public async Task What_a_write_echoes_is_what_a_reading_shows()
    {
        var made = await Create("eva", (ClearableField, "Engineer"));
        await AssertEcho(made);
        await AssertEcho(await Send(new Change
        {
            Action = ChangeAction.UpdateAccount,
            TargetId = made.TargetId,
            Fields = AttributeSet.Of((AttributeNames.LastName, "Щукина"), (ClearableField, "Lead")),
        }));
        await AssertEcho(await Apply(ChangeAction.BlockAccount, made.TargetId!));
        await AssertEcho(await Apply(ChangeAction.UnblockAccount, made.TargetId!));
    }

    [Fact]
    public async Task An_update_changes_what_it_names_and_nothing_else()
    {
        var id = (await Create("eva", (ClearableField, "Engineer"))).TargetId!;
        var before = (await Read(id))!;

        var done = await Send(new Change { Action = ChangeAction.UpdateAccount, TargetId = id, Fields = AttributeSet.Of((AttributeNames.LastName, "Wang")) });

        Assert.Equal((OutcomeKind.Applied, id), (done.Kind, done.TargetId));

        // A system without a display name of its own shows one made of the parts, which follows them.
        Assert.Equal(before.Attributes.With(AttributeNames.LastName, "Wang").With(AttributeNames.Name), (await Read(id))!.Attributes.With(AttributeNames.Name));
    }

    [Fact]
    public async Task A_cleared_field_is_read_as_absent()
    {
        var id = (await Create("eva", (ClearableField, "Engineer"))).TargetId!;

        Assert.Equal(OutcomeKind.Applied, (await Send(new Change { Action = ChangeAction.UpdateAccount, TargetId = id, Cleared = [ClearableField] })).Kind);

        Assert.Null((await Read(id))!.Attributes[ClearableField]);
    }

    [Fact]
    public async Task One_change_is_sent_once_also_when_it_is_refused()
    {
        var before = Opened.WritesReceived();
        await Create("eva");
        Assert.Equal(before + 1, Opened.WritesReceived());

        await Create("eva");
        Assert.InRange(Opened.WritesReceived(), before + 1, before + 2);
    }

    [Fact]
    public async Task A_cancelled_change_is_not_made()
    {
        try
        {
            Assert.Equal(OutcomeKind.NotSent, (await Target.ApplyAsync(NewAccount("eva"), new IdempotencyKey("k"), new CancellationToken(canceled: true))).Kind);
        }
        catch (OperationCanceledException)
        {
            // A target that does not know whether something was sent throws, and the next reading tells.
        }

        Assert.DoesNotContain(await ReadAccounts(), a => EmailKey.TryFrom(a.Attributes[AttributeNames.Email]) == EmailKey.TryFrom("eva@corp.example"));
    }

    [Fact]
    public async Task The_right_to_write_can_be_made_sure_of_without_writing()
    {
        var before = Opened.WritesReceived();

        await Target.EnsureWritableAsync(Token);

        Assert.Equal(before, Opened.WritesReceived());
    }

    private static Change NewAccount(string local, params ReadOnlySpan<(string Name, string? Value)> more) => new()
    {
        Action = ChangeAction.CreateAccount,
        Fields = AttributeSet.Of(
            [(AttributeNames.FirstName, "Eva"), (AttributeNames.LastName, "Li"), (AttributeNames.Email, $"{local}@corp.example"), .. more]),
    };

    private Task<Outcome> Create(string local, params ReadOnlySpan<(string Name, string? Value)> more) => Send(NewAccount(local, more));

    private Task<Outcome> Apply(ChangeAction action, string id) => Send(new Change { Action = action, TargetId = id });

    private Task<Outcome> Send(Change change) => Target.ApplyAsync(change, new IdempotencyKey($"contract/{keys++}"), Token);

    /// <summary>The write was done, and its echo is what a reading shows of the account, department or role.</summary>
    private async Task AssertEcho(Outcome outcome)
    {
        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.NotNull(outcome.Echo);
        var read = (await ReadAll()).Single(record => record.Kind == outcome.Echo.Kind && record.Anchor == outcome.TargetId);
        Assert.Equal(
            (read.Anchor, read.Enabled, read.Parent, read.Attributes, string.Join(',', read.Members.Order(StringComparer.Ordinal))),
            (outcome.Echo.Anchor, outcome.Echo.Enabled, outcome.Echo.Parent, outcome.Echo.Attributes, string.Join(',', outcome.Echo.Members.Order(StringComparer.Ordinal))));
    }

    private static void AssertRefusedWithACode(Outcome outcome)
    {
        Assert.Equal(OutcomeKind.Refused, outcome.Kind);
        Assert.False(string.IsNullOrEmpty(outcome.Code));
        Assert.False(string.IsNullOrEmpty(outcome.Message));
    }

    private async Task<SourceRecord?> Read(string id) => (await ReadAccounts()).SingleOrDefault(account => account.Anchor == id);

    private async Task<SourceRecord[]> ReadAccounts() => [.. (await ReadAll()).Where(record => record.Kind == EntryKind.Account)];

    private async Task<SourceRecord[]> ReadAll()
    {
        var batches = await Opened.Source.ReadAsync(new ReadRequest(), Token).ToArrayAsync(Token);
        Assert.True(batches[^1].Receipt!.Complete);
        return [.. batches.SelectMany(batch => batch.Records)];
    }
}
