using System.Text;
using CsCheck;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.Tests.Model;

namespace SyncEngine.Tests.Capture;

public sealed class ObserverTests
{
    private static readonly SystemName System = new("corp-ad");

    [Fact]
    public void Observing_what_was_observed_changes_nothing() => Generate.Records.Sample(record =>
    {
        var once = Observer.Observe(System, record);
        var twice = Observer.Observe(System, record with { Attributes = once.Attributes, Members = once.Members ?? record.Members, Parent = once.Parent });
        Assert.Equal(once.Attributes, twice.Attributes);
        Assert.Equal(once.Fingerprint, twice.Fingerprint);
    });

    [Fact]
    public void The_order_of_values_and_members_changes_nothing() => Generate.Records.Sample(record =>
    {
        var reversed = record with
        {
            Attributes = AttributeSet.From(record.Attributes.Reverse().Select(a => KeyValuePair.Create(a.Key, a.Value.Reverse().ToImmutableArrayOf()))),
            Members = [.. record.Members.Reverse()],
        };
        Assert.Equal(Observer.Observe(System, record).Fingerprint, Observer.Observe(System, reversed).Fingerprint);
    });

    [Theory]
    [InlineData(" Ada ", "Ada")]
    [InlineData("\u00a0Ada\t", "Ada")]
    [InlineData("Zoe\u0308", "Zoë")]
    [InlineData("   ", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Values_are_trimmed_and_composed_and_empty_is_absent(string? raw, string? canonical) => Assert.Equal(canonical, CanonicalText.Of(raw));

    [Fact]
    public void Different_content_has_different_fingerprints() => Gen.Select(Generate.Records, Generate.Records).Sample((a, b) =>
    {
        var left = Observer.Observe(System, a with { MembersComplete = true });
        var right = Observer.Observe(System, b with { MembersComplete = true });
        var same = left.Enabled == right.Enabled && left.Parent == right.Parent && left.Attributes.Equals(right.Attributes)
            && left.Members!.Value.SequenceEqual(right.Members!.Value);
        Assert.Equal(same, left.Fingerprint == right.Fingerprint);
    });

    [Fact]
    public void What_is_canonical_already_is_handed_on_and_not_copied() => Generate.Records.Sample(record =>
    {
        var once = Observer.Observe(System, record);
        var twice = Observer.Observe(System, record with { Attributes = once.Attributes, Members = once.Members ?? record.Members, Parent = once.Parent });
        Assert.Same(once.Attributes, twice.Attributes);
        Assert.Same(once.Parent, twice.Parent);
        Assert.True(once.Members is null || once.Members == twice.Members);
    });

    [Fact]
    public void The_quick_ways_give_what_the_long_way_gives() => Gen.OneOf(Generate.Text, Gen.Char["\0\t a\u007f\u00a0é\u0300\u0308\u0306иИ\u0482\u0483\u048a\ud83d\ude00"].Array[0, 6].Select(c => new string(c)))
        .Sample(text => Assert.Equal(LongWay(text), CanonicalText.Of(text)), iter: 20_000);

    [Fact]
    public void Every_single_character_is_as_the_long_way_gives_it()
    {
        for (var c = 0; c <= char.MaxValue; c++)
        {
            Assert.Equal(LongWay(((char)c).ToString()), CanonicalText.Of(((char)c).ToString()));
            Assert.Equal(LongWay($"и{(char)c}"), CanonicalText.Of($"и{(char)c}"));
        }
    }

    private static string? LongWay(string text)
    {
        var valid = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Replace('\0', '\uFFFD').Replace('\uFFFE', '\uFFFD').Trim()));
        return valid.Length == 0 ? null : valid.Normalize(NormalizationForm.FormC);
    }
}
