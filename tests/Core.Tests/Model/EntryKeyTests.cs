using System.Text;
using CsCheck;
using SyncEngine.Model;

namespace SyncEngine.Tests.Model;

/// <summary>Keys are in the order of the UTF-8 bytes of their anchors, which is the one databases keep.</summary>
public sealed class EntryKeyTests
{
    private static readonly string[] Letters = ["a", "Z", "~", "я", "\uD7FE", "\uD7FF", "\u0001", "\uE000", "\uFF21", "\uFFFD", "🦊", "\U00010000", "\U0010FFFF", "𝔘"];

    private static readonly Gen<string> Texts = Gen.Int[0, Letters.Length - 1].Select(i => Letters[i]).Array[0, 5].Select(string.Concat);

    [Fact]
    public void Anchors_are_ordered_by_their_bytes() => Gen.Select(Texts, Texts).Sample((one, other) =>
        Math.Sign(Key(one).CompareTo(Key(other))) == Math.Sign(Encoding.UTF8.GetBytes(one).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other)))
        && Math.Sign(StreamName.Entry(Key(one)).CompareTo(StreamName.Entry(Key(other)))) == Math.Sign(Key(one).CompareTo(Key(other))));

    [Fact]
    public void System_comes_before_kind_and_kind_before_anchor()
    {
        EntryKey[] ordered =
        [
            new(new SystemName("a"), EntryKind.Account, "9"), new(new SystemName("a"), EntryKind.Group, "1"),
            new(new SystemName("a"), EntryKind.Unit, "0"), new(new SystemName("b"), EntryKind.Account, "0"),
        ];

        Assert.Equal(ordered, ordered.Reverse().Order());
    }

    private static EntryKey Key(string anchor) => new(new SystemName("corp-ad"), EntryKind.Account, anchor);
}
