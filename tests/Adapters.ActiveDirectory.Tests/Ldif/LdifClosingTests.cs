using System.Text;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Ldif;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Ldif;

public sealed class LdifClosingTests
{
    private const string Two = "dn: CN=a\ncn: a\n\ndn: CN=b\ncn: b\n\n";
    private const string Closed = "# search result\nsearch: 2\nresult: 0 Success\n\n# numResponses: 3\n# numEntries: 2\n";

    [Theory]
    [InlineData(Two + Closed)]
    [InlineData(Two + Closed + "\n\n")]
    [InlineData(Two + Closed + Two + Closed)] // two exports in one file
    [InlineData("dn: CN=a\ncn: a\n\nsearch: 2\nresult: 0 Success\npagedresults: estimate=2 cookie=MQA=\n\ndn: CN=b\ncn: b\n\nsearch: 3\nresult: 0 Success\npagedresults: cookie=\n\n# numEntries: 2\n")]
    public async Task Closing_lines_that_agree_prove_a_whole_file(string file) => Assert.Equal(LdifEnd.Whole, (await ReadAsync(file)).End);

    [Theory]
    [InlineData(Two)]
    [InlineData("")]
    [InlineData(Two + "# numEntries: 2\n")] // as -L writes, also after an error
    [InlineData(Two + "# search result\nsearch: 2\nresult: 0 Success\n")]
    [InlineData(Two + Closed + Two)]
    public async Task Without_them_a_file_is_unmarked(string file) => Assert.Equal(LdifEnd.Unmarked, (await ReadAsync(file)).End);

    [Theory]
    [InlineData(Two + "result: 4 Size limit exceeded\n\n# numEntries: 2\n", "line 7 says 'result: 4 Size limit exceeded'")]
    [InlineData(Two + "result: 0 Success\n\n# numEntries: 3\n", "there are 2 entries")]
    [InlineData(Two + "result: 0 Success\n\n# numEntries: 1\n", "there are 2 entries")]
    [InlineData(Two + "result: 0 Success\n\n# numEntries: \n", "there are 2 entries")]
    [InlineData(Two + "result: 0 Success\npagedresults: cookie=MQA=\n", "between two pages")]
    public async Task Closing_lines_that_disagree_prove_the_contrary(string file, string why)
    {
        var closing = await ReadAsync(file);
        Assert.Equal(LdifEnd.Broken, closing.End);
        Assert.Contains(why, closing.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_is_cut_off_the_end_a_cut_file_is_never_taken_for_whole()
    {
        const string File = Two + Closed;
        for (var length = 0; length < File.Length - 1; length++) // the last line end may go
        {
            var cut = File[..length];
            try
            {
                Assert.NotEqual(LdifEnd.Whole, (await ReadAsync(cut)).End);
            }
            catch (LdifException)
            {
                // Cut within a line: an error, which is as good.
            }
        }
    }

    private static async Task<LdifClosing> ReadAsync(string file)
    {
        using var reader = new LdifReader(new MemoryStream(Encoding.UTF8.GetBytes(file)));
        var entry = new LdapEntry();
        while (await reader.ReadAsync(entry, TestContext.Current.CancellationToken))
        {
        }

        return reader.Closing;
    }
}
