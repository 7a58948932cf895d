using System.Formats.Asn1;
using CsCheck;
using SyncEngine.Adapters.ActiveDirectory.Ldap;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Ldap;

public sealed class BerReaderTests
{
    [Fact]
    public void Every_number_the_platform_writes_is_read_back() =>
        Gen.Int.Sample(number =>
        {
            var writer = new AsnWriter(AsnEncodingRules.BER);
            writer.WriteInteger(number);
            Assert.Equal(number, new BerReader(writer.Encode()).ReadInteger());
        });

    [Fact]
    public void Every_string_the_platform_writes_is_read_back_whatever_its_length() =>
        Gen.Byte.Array[0, 70_000].Sample(
            bytes =>
            {
                var writer = new AsnWriter(AsnEncodingRules.BER);
                writer.WriteOctetString(bytes);
                var reader = new BerReader(writer.Encode());
                Assert.Equal(bytes, reader.Bytes(reader.Read(BerReader.OctetString)).ToArray());
                Assert.True(reader.AtEnd);
            },
            iter: 200);

    [Fact]
    public void The_length_of_a_message_is_known_as_soon_as_its_header_is_there_and_never_wrong_before() =>
        Gen.Byte.Array[0, 70_000].Sample(
            bytes =>
            {
                var writer = new AsnWriter(AsnEncodingRules.BER);
                using (writer.PushSequence())
                {
                    writer.WriteOctetString(bytes);
                }

                var message = writer.Encode();
                for (var received = 0; received <= Math.Min(message.Length, 12); received++)
                {
                    Assert.Contains(BerReader.MessageLength(message.AsSpan(0, received)), new long[] { 0, message.Length });
                }

                Assert.Equal(message.Length, BerReader.MessageLength(message));
            },
            iter: 100);

    [Fact]
    public void Garbage_is_a_protocol_error_and_nothing_else() =>
        Gen.Byte.Array[0, 200].Sample(bytes =>
        {
            try
            {
                _ = BerReader.MessageLength(bytes);
                var message = LdapMessage.Parse(bytes, new Slice(0, bytes.Length));
                _ = message.Result();
                _ = message.PageCookie();
                new LdapEntry().Load(bytes, message.Content);
            }
            catch (LdapException e)
            {
                Assert.Equal(LdapTrouble.Protocol, e.Trouble);
            }
        });

    [Theory]
    [InlineData(new byte[] { 0x30, 0x80, 0x00, 0x00 })] // indefinite length
    [InlineData(new byte[] { 0x30, 0x85, 1, 1, 1, 1, 1 })] // length in five bytes
    [InlineData(new byte[] { 0x48, 0x54, 0x54, 0x50 })] // HTTP
    public void What_no_LDAP_server_sends_is_refused_at_once(byte[] received) =>
        Assert.Throws<LdapException>(() => BerReader.MessageLength(received));

    [Fact]
    public void An_element_longer_than_what_holds_it_is_refused() =>
        Assert.Throws<LdapException>(() => new BerReader([0x30, 0x03, 0x04, 0x05, 0x00]).Enter(BerReader.Sequence).Read(BerReader.OctetString));
}
