using CsCheck;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Ldif;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Ldif;

public sealed class NameHashesTests
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String[Gen.OneOf(Gen.Char['a', 'c'], Gen.Const(','), Gen.Const('='), Gen.Const('\\'), Gen.Const('+'), Gen.Const(' '), Gen.Const('Ж')), 0, 14],
        Gen.String[Gen.OneOf(Gen.Char['a', 'c'], Gen.Const(','), Gen.Const('\\')), 1, 4].Array[1, 4]
            .Select(values => string.Join(',', values.Select(v => "CN=" + DistinguishedName.Escape(v)))));

    [Fact]
    public void A_spelling_is_a_name_exactly_when_the_parser_says_so_and_then_their_hashes_agree()
    {
        var hashes = new NameHashes();
        Text.Sample(
            text =>
            {
                var dn = DistinguishedName.TryParse(text);
                var hashed = hashes.Of(text);
                Assert.Equal(dn is null, hashed is null);
                if (dn is not null)
                {
                    Assert.Equal(NameHashes.Of(dn), hashed!.Value.Hash);
                    Assert.Equal(dn.Key, hashed.Value.Dn.Key);
                }
            },
            iter: 5_000,
            threads: 1);
    }
}
