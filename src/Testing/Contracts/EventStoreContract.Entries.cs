using System.Text;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;
using Xunit;

namespace SyncEngine.Testing.Contracts;

// States: the fold of each stream, and the ways to ask for them.
public abstract partial class EventStoreContract
{
    private static readonly PlanId SomePlan = new(Guid.Parse("0197a1b2-0000-7000-8000-000000000001"));

    [Fact]
    public async Task A_state_is_the_fold_of_its_stream_to_the_byte()
    {
        var key = Account("a");
        IEngineEvent[] life =
        [
            .. EventSamples.All.Where(e => e is EntryDiscovered),
            .. EventSamples.All.Where(e => e is AccountLinked or ChangeIntended),
            .. EventSamples.All.Where(e => e is not (EntryDiscovered or AccountLinked or ChangeIntended)),
        ];

        for (var i = 0; i < life.Length; i++)
        {
            await Append(To(key, i, life[i]));

            var expected = life[..(i + 1)].Aggregate(EntryEvolution.Initial(key), EntryEvolution.Evolve);
            Assert.Equal(Json(expected), Json((await Store.Known.LoadAsync([key], Token))[key]));
        }
    }

    [Fact]
    public async Task Only_streams_of_entries_have_a_state()
    {
        await Append(
            To(StreamName.Department(Staff, EventSamples.Print(1)), 0, [.. EventSamples.All.Where(e => e is ChangeIntended or ChangeConfirmed)]),
            To(StreamName.System(Directory), 0, new SystemIdentified("S-1")));

        Assert.Empty(await Store.Known.ReadIndexAsync(Directory, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Entries_with_writes_of_unknown_outcome_are_found_in_order_until_they_are_settled()
    {
        var intended = EventSamples.All.OfType<ChangeIntended>().First();
        var refused = new ChangeRefused(intended.Target, intended.IdempotencyKey, intended.Action, "no", "");
        await Append(
            To(Account("b"), 0, Discovered(1), intended),
            To(Account("a"), 0, Discovered(2), intended),
            To(Account("c"), 0, Discovered(3), intended, refused),
            To(Account("d"), 0, Discovered(4)),
            To(new EntryKey(Application, EntryKind.Account, "a"), 0, Discovered(5), intended));
        Assert.Equal([Account("a"), Account("b")], await Pending());

        await Append(To(Account("a"), 2, refused));

        Assert.Equal([Account("b")], await Pending());

        // Roles that an unblock still has to give back wait for a reading, too.
        await Append(To(Account("d"), 1, [.. Unblocked("7", "8")]));
        Assert.Equal([Account("b"), Account("d")], await Pending());
        await Append(To(Account("d"), 6, GivenBack("7")));
        Assert.Equal([Account("b"), Account("d")], await Pending());
        await Append(To(Account("d"), 7, GivenBack("8")));
        Assert.Equal([Account("b")], await Pending());

        async Task<List<EntryKey>> Pending() =>
            await Store.Entries.ReadUnsettledAsync(Directory, Token).Select(state => state.Key).ToListAsync(Token);
    }

    private static IEnumerable<IEngineEvent> Unblocked(params string[] roles)
    {
        var lost = AttributeSet.Empty.With(AttributeNames.Roles, [.. roles]);
        yield return new AccountLinked(Application, "1731", LinkOrigin.Bound, SomePlan);
        yield return new ChangeIntended(Application, "block", ChangeAction.BlockAccount, "1731", AttributeSet.Empty, lost, SomePlan);
        yield return Confirmed("block", ChangeAction.BlockAccount, "1731");
        yield return new ChangeIntended(Application, "unblock", ChangeAction.UnblockAccount, "1731", AttributeSet.Empty, null, SomePlan);
        yield return Confirmed("unblock", ChangeAction.UnblockAccount, "1731");
    }

    private static ChangeConfirmed GivenBack(string role) => Confirmed($"role {role}", ChangeAction.AddToRole, role);

    private static ChangeConfirmed Confirmed(string key, ChangeAction action, string id) =>
        new(Application, key, action, id, AttributeSet.Empty, AttributeSet.Empty, [], AlreadySo: false);

    [Fact]
    public async Task The_index_has_key_fingerprint_and_presence_of_every_entry_of_one_system()
    {
        var group = new EntryKey(Directory, EntryKind.Group, "a");
        await Append(
            To(Account("a"), 0, Discovered(1), new EntryDisabled(EventSamples.Print(2))),
            To(Account("b"), 0, Discovered(3), new EntryMissed("export 1")),
            To(group, 0, Discovered(4), new EntryDisappeared(DisappearanceReason.Deleted, "tombstone")),
            To(Account("c"), 0, new EntryMissed("export 1")),
            To(new EntryKey(Application, EntryKind.Account, "a"), 0, Discovered(5)));

        Assert.Equal(
            [
                new KnownEntry(Account("a"), EventSamples.Print(2), EntryPresence.Present),
                new KnownEntry(Account("b"), EventSamples.Print(3), EntryPresence.Missed),
                new KnownEntry(Account("c"), Fingerprint.None, EntryPresence.Missed),
                new KnownEntry(group, EventSamples.Print(4), EntryPresence.Disappeared),
            ],
            await Store.Known.ReadIndexAsync(Directory, Token).OrderBy(k => k.Key).ToListAsync(Token));
    }

    [Fact]
    public async Task Known_states_are_loaded_and_unknown_ones_are_left_out()
    {
        var keys = Enumerable.Range(0, 1_200).Select(i => Account($"{i}")).ToArray();
        await Append([.. keys.Take(1_100).Select((key, i) => To(key, 0, Discovered(i)))]);

        var loaded = await Store.Known.LoadAsync([.. keys, keys[0]], Token);

        Assert.Equal(keys.Take(1_100).Order(), loaded.Keys.Order());
        Assert.All(loaded, pair => Assert.Equal(pair.Key, pair.Value.Key));
        Assert.Equal(EventSamples.Print(1_099), loaded[keys[1_099]].Fingerprint);
        Assert.Empty(await Store.Known.LoadAsync([], Token));
    }

    [Fact]
    public async Task Who_names_an_anchor_is_found_groups_by_members_and_accounts_by_manager()
    {
        EntryKey Group(string anchor) => new(Directory, EntryKind.Group, anchor);
        var managed = AttributeSet.Of((AttributeNames.Manager, "boss"), (AttributeNames.Title, "other"));
        await Append(
            To(Account("a"), 0, new EntryDiscovered(true, null, managed, [], EventSamples.Print(1))),
            To(Account("b"), 0, new EntryDiscovered(true, null, managed, [], EventSamples.Print(2)), new EntryDisappeared(DisappearanceReason.Deleted, "tombstone")),
            To(Account("c"), 0, new EntryDiscovered(true, null, AttributeSet.Of((AttributeNames.Title, "boss")), [], EventSamples.Print(3)), new EntryMissed("1")),
            To(Group("g"), 0, new EntryDiscovered(true, null, AttributeSet.Empty, ["boss", "x"], EventSamples.Print(4))),
            To(Group("h"), 0, new EntryDiscovered(true, null, AttributeSet.Empty, ["boss2", "y"], EventSamples.Print(5)), new EntryMissed("1")),
            To(Group("i"), 0, new EntryDiscovered(true, null, AttributeSet.Empty, ["y"], EventSamples.Print(6)), new EntryDisappeared(DisappearanceReason.Deleted, "tombstone")),
            To(new EntryKey(Application, EntryKind.Group, "g"), 0, new EntryDiscovered(true, null, AttributeSet.Empty, ["boss"], EventSamples.Print(7))));

        Assert.Equal([Account("a"), Group("g")], (await Store.Known.FindNamingAsync(Directory, ["boss"], Token)).Order());
        Assert.Equal([Group("g"), Group("h")], (await Store.Known.FindNamingAsync(Directory, ["x", "y", "'; drop"], Token)).Order());
        Assert.Empty(await Store.Known.FindNamingAsync(Directory, ["nobody"], Token));
        Assert.Empty(await Store.Known.FindNamingAsync(Directory, [], Token));
    }

    [Fact]
    public async Task All_states_of_a_kind_come_in_order_of_code_points_of_anchors()
    {
        string[] anchors =
        [
            "a", "B", "b", "Ä", "ä", "я", "Я", "ё", "10", "9", "a-b", "ab", "a b", "\uFF21", "\uE000", "🦊", "\U0010FFFF", "\uD7FF", "\uD7FFx", "\uD7FEx", "é", "e\u0301",
        ];
        await Append([.. anchors.Select(a => To(Account(a), 0, Discovered()))]);
        await Append(To(new EntryKey(Directory, EntryKind.Unit, "a"), 0, Discovered()), To(new EntryKey(Application, EntryKind.Account, "a"), 0, Discovered()));

        Assert.Equal(
            anchors.OrderBy(a => Convert.ToHexString(Encoding.UTF8.GetBytes(a)), StringComparer.Ordinal),
            await Store.Entries.ReadAllAsync(Directory, EntryKind.Account, Token).Select(s => s.Key.Anchor).ToListAsync(Token));
    }

    [Theory]
    [InlineData("6f9619ff-8b86-d011-b42d-00c04fc964ff", "eva")]
    [InlineData("EVA@corp.EXAMPLE", "eva")]
    [InlineData(" eva@corp.example ", "eva")]
    [InlineData("CORP\\Eva", "eva")]
    [InlineData("ЁЖИК", "igel")]
    [InlineData("igel@xn--e1afmkfd.xn--p1ai", "igel")]
    [InlineData("Igel@Пример.рф", "igel")]
    [InlineData("b-1731-x", "igel")]
    [InlineData("6F9619FF-8B86-D011-B42D-00C04FC964FF", null)]
    [InlineData("eva", null)]
    [InlineData("groupmail@corp.example", null)]
    [InlineData("%", null)]
    [InlineData("", null)]
    public async Task Accounts_are_found_by_anchor_email_login_and_linked_account(string text, string? expected)
    {
        await Append(
            To(Account("6f9619ff-8b86-d011-b42d-00c04fc964ff"), 0, Person("eva", "Eva@Corp.example", "corp\\eva")),
            To(Account("2"), 0, Person("igel", "igel@пример.рф", "ёжик"), new AccountLinked(Application, "B-1731-X", LinkOrigin.Created, SomePlan)),
            To(new EntryKey(Directory, EntryKind.Group, "3"), 0, Person("group", "groupmail@corp.example", "group")));

        var found = await Store.Entries.FindAccountsAsync(text, 10, Token);

        Assert.Equal(expected is null ? [] : [expected], found.Select(s => s.Attributes[AttributeNames.Name]));
    }

    [Fact]
    public async Task A_search_spans_systems_in_order_of_keys_and_gives_no_more_than_asked()
    {
        await Append(
            To(new EntryKey(Application, EntryKind.Account, "7"), 0, Discovered(1, (AttributeNames.Email, "eva@corp.example"))),
            To(Account("b"), 0, Discovered(1, (AttributeNames.Email, "eva@corp.example"))),
            To(Account("a"), 0, Discovered(1, (AttributeNames.Email, "EVA@corp.example"))));

        Assert.Equal(
            [Account("a"), Account("b"), new(Application, EntryKind.Account, "7")],
            (await Store.Entries.FindAccountsAsync("eva@corp.example", 10, Token)).Select(s => s.Key));
        Assert.Equal([Account("a"), Account("b")], (await Store.Entries.FindAccountsAsync("eva@corp.example", 2, Token)).Select(s => s.Key));
    }

    [Fact]
    public async Task A_changed_address_is_found_and_the_old_one_no_longer()
    {
        await Append(To(Account("a"), 0, Discovered(1, (AttributeNames.Email, "eva@corp.example"))));
        var change = new AttributeChange(AttributeNames.Email, ["eva@corp.example"], ["eva.li@corp.example"]);
        await Append(To(Account("a"), 1, new EntryChanged([change], EventSamples.Print(2))));

        Assert.Empty(await Store.Entries.FindAccountsAsync("eva@corp.example", 10, Token));
        Assert.Single(await Store.Entries.FindAccountsAsync("eva.li@corp.example", 10, Token));
    }

    private static EntryDiscovered Person(string name, string email, string login) =>
        Discovered(1, (AttributeNames.Name, name), (AttributeNames.Email, email), (AttributeNames.Login, login));
}
