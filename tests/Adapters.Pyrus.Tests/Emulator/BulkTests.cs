using SyncEngine.Emulators;

namespace SyncEngine.Adapters.Pyrus.Tests.Emulator;

/// <summary>The bulk call, the only one that dismisses; and that a dismissal is not a block.</summary>
public sealed class BulkTests : IAsyncLifetime
{
    private PyrusEmulator emulator = null!;
    private RawPyrus raw = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        emulator = await PyrusEmulator.StartAsync(cancellationToken: Ct);
        raw = await new RawPyrus(emulator).SignInAsync();
    }

    public async ValueTask DisposeAsync()
    {
        raw.Dispose();
        await emulator.DisposeAsync();
    }

    [Fact]
    public async Task Four_lists_are_done_in_one_call_and_the_answer_shows_everybody()
    {
        var (a, b, c) = (Seed("a"), Seed("b"), Seed("c"));
        var answer = await Bulk($$"""
            {"AddMembers":[{"first_name":"D","email":"d@pyrus.example"}],"ChangeMembers":[{"id":{{a}},"position":"Head"}],
             "BanMembers":[{"id":{{b}}}],"FireMembers":[{"id":{{c}},"task_receiver_id":{{a}}}]}
            """);
        Assert.Equal(200, answer.Status);
        var added = emulator.FindMember("d@pyrus.example")!.Id;
        Assert.Equal([added, a, b, c], answer.List("members").Select(m => m.GetProperty("id").GetInt32()));
        Assert.Equal(a, answer.List("members")[3].GetProperty("task_receiver").GetInt32());
        Assert.Equal(("Head", true, (true, (int?)a)), (Of(a).Position, Of(b).Banned, (Of(c).Fired, Of(c).TaskReceiver)));
        Assert.Equal((false, false), (Of(b).Fired, Of(c).Banned));
    }

    [Fact]
    public async Task A_dismissal_ends_sessions_takes_roles_and_refuses_the_sign_in()
    {
        var id = emulator.SeedMember(new()
        {
            FirstName = "Anna", Email = "anna@pyrus.example", SecurityKey = "annas-key", Sessions = [new("iPhone", DateTimeOffset.UnixEpoch)],
        }).Id;
        emulator.SeedRole(new() { Name = "Sales", MemberIds = [id] });
        using var anna = await new RawPyrus(emulator).SignInAsync("anna@pyrus.example", "annas-key");
        Assert.Equal(200, (await Bulk($$"""{"FireMembers":[{"id":{{id}}}]}""")).Status);
        Assert.Empty(Of(id).Sessions);
        Assert.Empty(emulator.Roles[0].MemberIds);
        Assert.Equal("account_blocked", (await anna.GetAsync("profile")).Code);
        Assert.DoesNotContain((await raw.GetAsync("members")).List("members"), m => m.GetProperty("id").GetInt32() == id);
        Assert.Contains((await raw.GetAsync("members?include_fired=true")).List("members"), m => m.GetProperty("id").GetInt32() == id);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Of_the_four_combinations_only_the_ban_can_be_taken_back(bool banned, bool fired)
    {
        var id = emulator.SeedMember(new() { FirstName = "Anna", Email = "anna@pyrus.example", SecurityKey = "k", Banned = banned, Fired = fired }).Id;
        Assert.Equal(banned || fired ? 401 : 200, (await raw.AuthAsync("anna@pyrus.example", "k")).Status);
        Assert.Equal(200, (await raw.SendAsync("PUT", $"members/{id}", """{"banned":false,"fired":false}""")).Status);
        Assert.Equal((false, fired), (Of(id).Banned, Of(id).Fired));
        Assert.Equal(fired ? 401 : 200, (await raw.AuthAsync("anna@pyrus.example", "k")).Status);
    }

    [Fact]
    public async Task A_refused_item_ends_the_call_with_the_beginning_done_or_is_passed_over()
    {
        var (a, b) = (Seed("a"), Seed("b"));
        var body = $$"""{"BanMembers":[{"id":{{a}}},{"id":999},{"id":{{b}}}]}""";
        Assert.Equal("invalid_person_id", (await Bulk(body)).Code);
        Assert.Equal((true, false), (Of(a).Banned, Of(b).Banned));

        emulator.Behaviour.BulkPassesOverRefused = true;
        Assert.Equal([a, b], (await Bulk(body)).List("members").Select(m => m.GetProperty("id").GetInt32()));
        Assert.True(Of(b).Banned);
    }

    [Fact]
    public async Task What_is_not_known_of_it_can_be_switched()
    {
        var a = Seed("a");
        var snake = $$"""{"fire_members":[{"id":{{a}}}]}""";
        Assert.Empty((await Bulk(snake)).List("members"));
        Assert.False(Of(a).Fired);
        (emulator.Behaviour.BulkTakesSnakeCase, emulator.Behaviour.BulkAnswerList) = (true, "Members");
        Assert.Single((await Bulk(snake)).List("Members"));
        Assert.True(Of(a).Fired);

        emulator.Behaviour.BulkAvailable = false;
        var absent = await Bulk(snake);
        Assert.Equal((404, true, null), (absent.Status, absent.Has("Message"), absent.Code));
    }

    [Fact]
    public async Task Who_cannot_be_dismissed_and_who_cannot_receive_is_refused()
    {
        var (a, banned) = (Seed("a"), emulator.SeedMember(new() { FirstName = "B", Email = "b@pyrus.example", Banned = true }).Id);
        var owner = emulator.SeedMember(new() { FirstName = "O", Email = "o@pyrus.example", Owner = true }).Id;
        Assert.Equal("cannot_be_fired", (await Bulk($$"""{"FireMembers":[{"id":{{owner}}}]}""")).Code);
        (emulator.Behaviour.CannotBeFiredStatus, emulator.Behaviour.CannotBeFiredCode) = (403, "access_denied_person");
        Assert.Equal(403, (await Bulk($$"""{"FireMembers":[{"id":{{owner}}}]}""")).Status);
        foreach (var receiver in new[] { 999, banned, a })
        {
            Assert.Equal("invalid_person_id", (await Bulk($$"""{"FireMembers":[{"id":{{a}},"task_receiver_id":{{receiver}}}]}""")).Code);
        }

        Assert.Equal("required_parameter_missing", (await Bulk("""{"FireMembers":[{}]}""")).Code);
        Assert.Equal("invalid_value_format", (await Bulk("""{"FireMembers":[7]}""")).Code);
        Assert.False(Of(a).Fired);
        emulator.SeedMember(emulator.Caller with { Rights = PyrusRights.NewMember });
        Assert.Equal(403, (await Bulk("{}")).Status);
    }

    [Theory]
    [InlineData(PyrusInactiveMembers.PassedOver, null, false)]
    [InlineData(PyrusInactiveMembers.Refused, "invalid_person_id", false)]
    [InlineData(PyrusInactiveMembers.Accepted, null, true)]
    public async Task Somebody_without_access_joins_a_role_or_not_as_the_switch_says_and_an_unknown_one_never(PyrusInactiveMembers said, string? code, bool joined)
    {
        emulator.Behaviour.InactiveMembers = said;
        var role = emulator.SeedRole(new() { Name = "Sales" }).Id;
        var banned = emulator.SeedMember(new() { FirstName = "B", Email = "b@pyrus.example", Banned = true }).Id;
        var fired = emulator.SeedMember(new() { FirstName = "F", Email = "f@pyrus.example", Fired = true }).Id;
        var answer = await raw.SendAsync("PUT", $"roles/{role}", $$"""{"member_add":[{{banned}},{{fired}}]}""");
        Assert.Equal(code, answer.Code);
        Assert.Equal(joined ? [banned, fired] : [], emulator.Roles[0].MemberIds);
        Assert.Equal("invalid_person_id", (await raw.SendAsync("PUT", $"roles/{role}", """{"member_add":[999]}""")).Code);
    }

    private int Seed(string name) => emulator.SeedMember(new() { FirstName = name, Email = $"{name}@pyrus.example" }).Id;

    private PyrusMember Of(int id) => emulator.FindMember(id)!;

    private Task<RawAnswer> Bulk(string body) => raw.SendAsync("POST", "members/bulk", body);
}
