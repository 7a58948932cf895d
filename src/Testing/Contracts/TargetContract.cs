using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using Xunit;

namespace SyncEngine.Testing.Contracts;

/// <summary>What every target keeps to. Inherit it in a test project and give a target over a system that may be written to.</summary>
public abstract class TargetContract : IAsyncLifetime
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

        Assert.Contains((await Apply(ChangeAction.BlockAccount, id)).Kind, new[] { OutcomeKind.AlreadySo, OutcomeKind.Applied });
        Assert.False((await Read(id))!.Enabled);

        await Apply(ChangeAction.UnblockAccount, id);
        Assert.Contains((await Apply(ChangeAction.UnblockAccount, id)).Kind, new[] { OutcomeKind.AlreadySo, OutcomeKind.Applied });
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
    public async Task Departments_are_made_under_their_parents_and_people_are_put_into_and_taken_out_of_them()
    {
        var top = await Send(new Change { Action = ChangeAction.CreateDepartment, Fields = AttributeSet.Of((AttributeNames.Name, "Производство")) });
        Assert.SkipWhen(top is { Kind: OutcomeKind.Refused, Code: "DepartmentsNotSupported" }, "This target has no departments.");
        var inner = await Send(new Change
        {
            Action = ChangeAction.CreateDepartment, Fields = AttributeSet.Of((AttributeNames.Name, "Цех 1")), Parent = top.TargetId,
        });
        var id = (await Create("eva")).TargetId!;

        Assert.Equal((OutcomeKind.Applied, OutcomeKind.Applied), (top.Kind, inner.Kind));
        await Send(new Change { Action = ChangeAction.UpdateAccount, TargetId = id, Parent = inner.TargetId });
        Assert.Equal(inner.TargetId, (await Read(id))!.Parent);
        var unit = (await ReadAll()).Single(r => r.Kind == EntryKind.Unit && r.Anchor == inner.TargetId);
        Assert.Equal((top.TargetId, "Цех 1"), (unit.Parent, unit.Attributes[AttributeNames.Name]));

        await Send(new Change { Action = ChangeAction.UpdateAccount, TargetId = id, ClearParent = true });
        Assert.Null((await Read(id))!.Parent);
    }

    [Fact]
    public async Task Who_is_added_to_a_role_is_read_as_its_member_and_the_others_stay()
    {
        var (first, second) = ((await Create("eva")).TargetId!, (await Create("ada")).TargetId!);
        var role = Opened.AddRole is { } add ? await add(first) : UnknownId;

        var added = await AddToRole(role, second);

        if (Opened.AddRole is null)
        {
            Assert.Equal((OutcomeKind.Refused, "RolesNotSupported"), (added.Kind, added.Code));
            return;
        }

        Assert.Equal((OutcomeKind.Applied, role), (added.Kind, added.TargetId));
        var read = (await ReadAll()).Single(r => r.Kind == EntryKind.Group && r.Anchor == role);
        Assert.Equal(new[] { first, second }.Order(StringComparer.Ordinal), read.Members.Order(StringComparer.Ordinal));
        Assert.NotNull(added.Echo);
        Assert.Equal(
            (read.Kind, read.Anchor, read.Enabled, read.Attributes, string.Join(',', read.Members.Order(StringComparer.Ordinal))),
            (added.Echo.Kind, added.Echo.Anchor, added.Echo.Enabled, added.Echo.Attributes, string.Join(',', added.Echo.Members.Order(StringComparer.Ordinal))));
        Assert.Contains((await AddToRole(role, second)).Kind, new[] { OutcomeKind.AlreadySo, OutcomeKind.Applied });
        Assert.Equal(2, (await ReadAll()).Single(r => r.Kind == EntryKind.Group && r.Anchor == role).Members.Length);
    }

    [Fact]
    public async Task A_change_to_an_unknown_role_is_refused_with_a_code()
    {
        var refused = await AddToRole(UnknownId, (await Create("eva")).TargetId!);

        Assert.Equal(OutcomeKind.Refused, refused.Kind);
        Assert.False(string.IsNullOrEmpty(refused.Code));
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
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Target.ApplyAsync(NewAccount("eva"), new IdempotencyKey("k"), new CancellationToken(canceled: true)));

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

    private Task<Outcome> AddToRole(string role, string member) => Send(new Change { Action = ChangeAction.AddToRole, TargetId = role, Members = [member] });

    private Task<Outcome> Send(Change change) => Target.ApplyAsync(change, new IdempotencyKey($"contract/{keys++}"), Token);

    private async Task AssertEcho(Outcome outcome)
    {
        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.NotNull(outcome.Echo);
        var read = (await Read(outcome.TargetId!))!;
        Assert.Equal(
            (read.Kind, read.Anchor, read.Enabled, read.Parent, read.Attributes),
            (outcome.Echo.Kind, outcome.Echo.Anchor, outcome.Echo.Enabled, outcome.Echo.Parent, outcome.Echo.Attributes));
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
