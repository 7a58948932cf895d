using SyncEngine.Adapters.ActiveDirectory.Tests.Support;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Kerberos;

/// <summary>A whole reading with a ticket and no password, sealed on port 389.</summary>
[Collection(KerberosGroup.Name)]
public sealed class KerberosReadTests(KerberosDomain kerberos)
{
    [Fact]
    public async Task With_a_keytab_and_no_password_the_whole_domain_is_read_as_over_TLS()
    {
        kerberos.Reset();

        var reading = await AdReading.OfAsync(kerberos.Options);
        var overTls = await AdReading.OfAsync(AdReading.Options(kerberos.Domain));

        Assert.True(reading.Receipt.Complete, string.Join("; ", reading.Receipt.Problems));
        Assert.Equal(overTls.Records.Select(AdReading.Text), reading.Records.Select(AdReading.Text));
        Assert.True(File.Exists(KerberosMachine.TicketCache), "the library keeps its ticket in the cache");
    }
}
