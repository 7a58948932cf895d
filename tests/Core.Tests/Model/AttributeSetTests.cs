using System.Collections.Immutable;
using CsCheck;
using SyncEngine.Model;

namespace SyncEngine.Tests.Model;

public sealed class AttributeSetTests
{
    [Fact]
    public void Differences_lead_from_one_set_to_the_other() => Gen.Select(Generate.Attributes, Generate.Attributes).Sample((before, after) =>
    {
        var changes = AttributeChange.Between(before, after);
        Assert.Equal(after, AttributeChange.Apply(before, changes));
        Assert.Equal(before.Equals(after), changes.IsEmpty);
    });

    [Fact]
    public void Storage_gives_back_the_same_set() => Generate.Attributes.Sample(set =>
        Assert.Equal(Json.Of(set), Json.Of(System.Text.Json.JsonSerializer.Deserialize<AttributeSet>(Json.Of(set), EngineJson.Options))));

    [Fact]
    public void Empty_equals_absent() =>
        Assert.Equal(AttributeSet.Empty, AttributeSet.From([new("a", []), new("b", [""]), new("c", default(ImmutableArray<string>))]));

    [Fact]
    public void One_attribute_is_set_replaced_or_removed_and_the_others_stay() => Gen.Select(Generate.Attributes, Gen.Int[0, 3]).Sample((set, length) =>
    {
        var value = new string('v', length);
        foreach (var name in set.Select(a => a.Key).Append("!").Append("name").Append("~").ToList())
        {
            var with = set.With(name, value);
            Assert.Equal(AttributeSet.From(set.Where(a => a.Key != name).Append(KeyValuePair.Create(name, ImmutableArray.Create(value)))), with);
            Assert.Equal(value.Length == 0 ? null : value, with[name]);
            Assert.Equal(set.Where(a => a.Key != name), set.With(name));
        }
    });

    [Fact]
    public void Attributes_that_lie_together_make_the_same_set() => Generate.Attributes.Sample(set =>
    {
        KeyValuePair<string, ImmutableArray<string>>[] items = [.. set.Reverse(), KeyValuePair.Create("!", ImmutableArray.Create(""))];
        Assert.Equal(set, AttributeSet.From(items.AsSpan()));
    });

    [Fact]
    public void A_name_given_twice_is_refused() => Assert.Throws<ArgumentException>(() => AttributeSet.Of(("a", "1"), ("a", "2")));
}

internal static class ImmutableArrays
{
    internal static ImmutableArray<T> ToImmutableArrayOf<T>(this IEnumerable<T> items) => [.. items];
}
