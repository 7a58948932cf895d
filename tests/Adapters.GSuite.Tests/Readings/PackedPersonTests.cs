using System.Buffers;
using SyncEngine.Adapters.GSuite.Mapping;
using SyncEngine.Adapters.GSuite.Reading;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.GSuite.Tests.Readings;

/// <summary>Who waits for a manager is packed, and is the same person after it.</summary>
public sealed class PackedPersonTests
{
    private readonly ArrayBufferWriter<byte> buffer = new();

    [Theory]
    [InlineData(null)]
    [InlineData("118374029384029384021")]
    public void Whatever_a_person_has_comes_out_as_it_went_in(string? manager)
    {
        var all = UserMapping.Names.Remove(AttributeNames.Manager);
        for (var some = 0; some < 1 << all.Length; some += 7)
        {
            var chosen = all.Where((_, i) => (some & (1 << i)) != 0).ToList();
            var person = new SourceRecord
            {
                Kind = EntryKind.Account, Anchor = $"10{some}", Enabled = some % 2 == 0, Parent = some % 3 == 0 ? null : "id:03ph8a2z",
                Attributes = AttributeSet.From(chosen.Select(name => KeyValuePair.Create(name, Values(name)))),
            };
            var unpacked = PackedPerson.Unpack(PackedPerson.Pack(person, buffer), manager);
            Assert.Equal(manager is null ? person.Attributes : person.Attributes.With(AttributeNames.Manager, manager), unpacked.Attributes);
            Assert.Equal((person.Kind, person.Anchor, person.Enabled, person.Parent), (unpacked.Kind, unpacked.Anchor, unpacked.Enabled, unpacked.Parent));
        }
    }

    [Fact]
    public void The_names_are_in_order_and_are_all_that_a_user_can_have()
    {
        Assert.Equal(UserMapping.Names.Order(StringComparer.Ordinal), UserMapping.Names);
        var user = new Adapters.GSuite.Api.GoogleUser
        {
            Id = "1", PrimaryEmail = "p@corp.example", Name = new() { GivenName = "G", FamilyName = "F", FullName = "G F" }, Aliases = ["a@corp.example"],
            Organizations = [new() { Name = "N", Title = "T", Department = "D" }], Phones = [new() { Value = "1", Type = "work" }, new() { Value = "2", Type = "mobile" }],
            ExternalIds = [new() { Value = "7", Type = "organization" }],
        };
        Assert.Equal(UserMapping.Names, UserMapping.ToRecord(user, null, "2").Attributes.Select(attribute => attribute.Key));
    }

    private static System.Collections.Immutable.ImmutableArray<string> Values(string name) =>
        name == AttributeNames.Aliases ? ["a@corp.example", "я@corp.example", "\U0001F600"] : [$"{name} Ёё \u0000 {new string('x', name.Length * 40)}"];
}
