using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using SyncEngine.Model;

namespace SyncEngine.Tests.Model;

public sealed class FingerprintTests
{
    [Fact]
    public void Its_digits_are_those_of_the_hash() => Gen.Byte.Array[0, 100].Sample(bytes =>
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), Fingerprint.Of(bytes).Value));

    [Fact]
    public void It_comes_back_from_its_text_its_bytes_and_its_json() => Gen.Byte.Array[0, 20].Sample(bytes =>
    {
        var print = Fingerprint.Of(bytes);
        var written = new byte[Fingerprint.Length];
        Assert.True(print.TryWriteBytes(written));
        Assert.Equal(Convert.FromHexString(print.Value), written);
        Assert.Equal(print, Fingerprint.FromBytes(written));
        Assert.Equal(print, Fingerprint.Parse(print.Value));
        Assert.Equal($"\"{print.Value}\"", Json.Of(print));
        Assert.Equal(print, System.Text.Json.JsonSerializer.Deserialize<Fingerprint>(Json.Of(print), EngineJson.Options));
    });

    [Fact]
    public void None_is_the_empty_text_and_no_bytes()
    {
        Assert.Equal("", Fingerprint.None.Value);
        Assert.Equal("", Fingerprint.None.Abbreviated);
        Assert.Equal("\"\"", Json.Of(Fingerprint.None));
        Assert.Equal(Fingerprint.None, Fingerprint.Parse(""));
        Assert.Equal(Fingerprint.None, Fingerprint.Parse(null));
        Assert.Equal(Fingerprint.None, Fingerprint.FromBytes([]));
        Assert.Equal(Fingerprint.None, Fingerprint.FromBytes(new byte[Fingerprint.Length]));
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeF")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeg")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde０")]
    public void Other_texts_are_refused(string text) => Assert.Throws<FormatException>(() => Fingerprint.Parse(text));

    [Fact]
    public void Bytes_of_another_number_are_refused_and_so_is_too_little_room()
    {
        Assert.Throws<FormatException>(() => Fingerprint.FromBytes(new byte[31]));
        Assert.False(Fingerprint.Of([]).TryWriteBytes(new byte[31]));
    }

    [Fact]
    public void What_is_hashed_is_every_value_behind_its_length() =>
        Gen.Select(Generate.Attributes, Generate.Text, Gen.Int[0, 3]).Sample((attributes, text, many) =>
        {
            var members = Enumerable.Repeat(text, many * 4_000).ToImmutableArray();
            using var writer = new FingerprintWriter();
            var print = writer.Add(true).Add((string?)null).Add(attributes).Add(members).Add(Fingerprint.Of([1])).Add(Fingerprint.None).Finish();
            Assert.Equal(Fingerprint.Of(Expected(attributes, members)), print);
        }, iter: 200);

    [Fact]
    public void A_writer_begins_anew_after_it_finished()
    {
        using var writer = new FingerprintWriter();
        var first = writer.Add("a").Finish();
        Assert.Equal(first, writer.Add("a").Finish());
        Assert.NotEqual(first, writer.Add("a").Add("b").Finish());
    }

    private static byte[] Expected(AttributeSet attributes, ImmutableArray<string> members)
    {
        using var bytes = new MemoryStream();
        Number(1);
        Number(-1);
        Number(attributes.Count);
        foreach (var (name, values) in attributes)
        {
            Text(name);
            Number(values.Length);
            values.ToList().ForEach(Text);
        }

        Number(members.Length);
        members.ToList().ForEach(Text);
        Text(Fingerprint.Of([1]).Value);
        Text("");
        return bytes.ToArray();

        void Number(long value)
        {
            Span<byte> number = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(number, value);
            bytes.Write(number);
        }

        void Text(string text)
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            Number(utf8.Length);
            bytes.Write(utf8);
        }
    }
}
