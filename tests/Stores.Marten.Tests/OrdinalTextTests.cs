using System.Text;
using CsCheck;

namespace SyncEngine.Stores.Marten.Tests;

/// <summary>Order by bytes of the sortable text is ordinal order of the text, and the text comes back.</summary>
public sealed class OrdinalTextTests
{
    private static readonly string[] Letters = ["a", "Z", "~", "я", "\uD7FE", "\uD7FF", "\u0001", "\uE000", "\uFF21", "\uFFFD", "🦊", "\U00010000", "\U0010FFFF", "𝔘"];

    private static readonly Gen<string> Texts = Gen.Int[0, Letters.Length - 1].Select(i => Letters[i]).Array[0, 5].Select(string.Concat);

    [Fact]
    public void Bytes_sort_as_dotnet_does() => Gen.Select(Texts, Texts).Sample((one, other) =>
        Math.Sign(string.CompareOrdinal(one, other)) == Math.Sign(Bytes(one).AsSpan().SequenceCompareTo(Bytes(other))));

    [Fact]
    public void The_text_comes_back() => Texts.Sample(text => OrdinalText.Back(OrdinalText.Of(text)) == text);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(OrdinalText.Of(text));
}
