using System.Buffers;
using System.Text;
using CsCheck;
using SyncEngine.Adapters.ActiveDirectory.Ldap;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Kerberos;

/// <summary>The framing of sealed buffers, with a seal that can be looked through.</summary>
public sealed class SealedStreamTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_written_comes_out_the_same_whatever_the_sizes() =>
        await Gen.Select(Gen.Byte.Array[0, 5000], Gen.Int[SealedStream.SealLengthMax + 1, 4000], Gen.Int[1, 700]).SampleAsync(async (sent, sendMax, readSize) =>
        {
            using var wire = new MemoryStream();
            await using (var writer = new SealedStream(new Uncloseable(wire), new Inverting(), sendMax))
            {
                await writer.WriteAsync(sent, Token);
            }

            wire.Position = 0;
            await using var reader = new SealedStream(wire, new Inverting(), sendMax);
            var got = new List<byte>();
            var buffer = new byte[readSize];
            while (await reader.ReadAsync(buffer, Token) is > 0 and var count)
            {
                got.AddRange(buffer.AsSpan(0, count));
            }

            Assert.Equal(sent, got);
        });

    [Fact]
    public async Task No_sealed_buffer_is_longer_than_the_server_takes()
    {
        using var wire = new MemoryStream();
        await using var writer = new SealedStream(wire, new Inverting(), 1000);

        await writer.WriteAsync(new byte[10_000], Token);

        wire.Position = 0;
        while (wire.Position < wire.Length)
        {
            var length = (wire.ReadByte() << 24) | (wire.ReadByte() << 16) | (wire.ReadByte() << 8) | wire.ReadByte();
            Assert.InRange(length, 1, 1000);
            wire.Position += length;
        }
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 0, 0, 0 })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF })]
    public async Task A_length_of_nothing_or_of_more_than_agreed_is_refused_before_memory_is_taken_for_it(byte[] header)
    {
        await using var reader = new SealedStream(new MemoryStream([.. header, .. new byte[100]]), new Inverting(), 4000);
        Assert.Equal(LdapTrouble.Protocol, (await Assert.ThrowsAsync<LdapException>(async () => await reader.ReadExactlyAsync(new byte[1], Token))).Trouble);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    public async Task A_connection_that_ends_within_a_buffer_is_no_clean_end(int bytes)
    {
        byte[] wire = [0, 0, 0, 5, 1, 2, 3, 4, 5];
        await using var reader = new SealedStream(new MemoryStream(wire[..bytes]), new Inverting(), 4000);
        await Assert.ThrowsAsync<EndOfStreamException>(async () => await reader.ReadExactlyAsync(new byte[1], Token));
    }

    [Theory]
    [InlineData(1, 0xFFFFFF, false)]
    [InlineData(2, 0xFFFFFF, false)]
    [InlineData(3, 0xFFFFFF, false)]
    [InlineData(4, 0xFFFFFF, true)]
    [InlineData(7, 65536, true)]
    [InlineData(7, 1000, false)]
    public void Without_TLS_only_sealing_is_chosen(byte layers, int max, bool taken)
    {
        byte[] offer = [layers, (byte)(max >> 16), (byte)((max >> 8) & 0xFF), (byte)(max & 0xFF)];
        var server = new LdapEndpoint("dc1", 389, false, Sealed: true);
        if (taken)
        {
            var (answer, sendMax) = SecurityLayer.Choose(offer, insideTls: false, server);
            Assert.Equal([4, 0xFF, 0xFF, 0xFF], answer);
            Assert.Equal(max, sendMax);
        }
        else
        {
            Assert.Equal(LdapTrouble.SealRefused, Assert.Throws<LdapException>(() => SecurityLayer.Choose(offer, insideTls: false, server)).Trouble);
        }
    }

    [Fact]
    public void Inside_TLS_no_layer_is_chosen_and_one_that_insists_is_refused()
    {
        var server = new LdapEndpoint("dc1", 636, false);
        Assert.Equal([1, 0, 0, 0], SecurityLayer.Choose([7, 0xFF, 0xFF, 0xFF], insideTls: true, server).Answer);
        Assert.Equal(LdapTrouble.SealRefused, Assert.Throws<LdapException>(() => SecurityLayer.Choose([6, 0xFF, 0xFF, 0xFF], insideTls: true, server)).Trouble);
        Assert.Equal(LdapTrouble.Protocol, Assert.Throws<LdapException>(() => SecurityLayer.Choose([1, 0, 0], insideTls: true, server)).Trouble);
    }

    [Fact]
    public void Any_bytes_for_an_answer_are_an_error_number_or_none_but_never_a_crash() =>
        Gen.Byte.Array.Sample(bytes => _ = KerberosError.Read(bytes));

    [Fact]
    public void A_machine_without_the_library_is_told_which_one_is_missing()
    {
        var trouble = Assert.Throws<LdapException>(() => new KerberosLibrary("libgssapi_of_no_machine.so.9").Require());

        Assert.Equal(LdapTrouble.KerberosLibraryMissing, trouble.Trouble);
        Assert.Equal("The Kerberos library of this machine is missing (libgssapi_of_no_machine.so.9 cannot be loaded).", trouble.Message);
        var explained = Reading.StartTrouble.Explain(
            Support.AdReading.System, new ActiveDirectoryOptions { SignIn = SignInMethod.Kerberos }, new LdapEndpoint("dc1", 389, false, true), trouble);
        Assert.Equal("KerberosLibraryMissing", explained.Code);
        Assert.Contains("libgssapi-krb5-2", explained.Remedy, StringComparison.Ordinal);
    }

    private sealed class Inverting : Seal
    {
        private byte[] last = [];

        internal override ReadOnlySpan<byte> Wrap(ReadOnlySpan<byte> plain) => last = [.. plain.ToArray().Select(b => (byte)(b ^ 0xFF)), .. "seal"u8];

        internal override void Unwrap(ReadOnlySpan<byte> sealedBytes, IBufferWriter<byte> plain)
        {
            Assert.Equal("seal", Encoding.ASCII.GetString(sealedBytes[^4..]));
            plain.Write([.. sealedBytes[..^4].ToArray().Select(b => (byte)(b ^ 0xFF))]);
        }
    }

    private sealed class Uncloseable(MemoryStream inner) : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => inner.WriteAsync(buffer, cancellationToken);
    }
}
