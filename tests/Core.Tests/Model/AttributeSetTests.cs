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
    public void A_name_given_twice_is_refused() => Assert.Throws<ArgumentException>(() => AttributeSet.Of(("a", "1"), ("a", "2")));
}

internal static class ImmutableArrays
{
    internal static ImmutableArray<T> ToImmutableArrayOf<T>(this IEnumerable<T> items) => [.. items];
}
