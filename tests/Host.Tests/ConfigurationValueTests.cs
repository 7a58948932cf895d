
namespace SyncEngine.Host.Tests;

/// <summary>A right configuration means what it says, wherever its values come from.</summary>
public sealed class ConfigurationValueTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly Dictionary<string, string> environment = new(StringComparer.Ordinal);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("\"PickedGroups\": [],", 0)]
    [InlineData("\"PickedGroups\": [ \"Staff\" ],", 1)]
    [InlineData("\"PickedGroups\": null,", null)]
    [InlineData("", null)]
    public void An_empty_list_of_groups_means_nobody_and_no_list_everyone(string text, int? count)
    {
        Assert.Equal(count, SyncOf(text).PickedGroups?.Count);
    }

    [Theory]
    [InlineData("\"ScopeRule\": { \"Words\": [] },", 0)]
    [InlineData("\"ScopeRule\": { },", null)]
    public void An_empty_list_of_words_is_not_the_default(string text, int? count)
    {
        Assert.Equal(count, SyncOf(text).ScopeRule.Words?.Count);
    }

    [Fact]
    public void A_whole_sync_is_bound()
    {
        var sync = SyncOf("""
            "ScopeRule": { "Mode": "wholeword", "Level": "AnyAncestor", "Words": ["staff"], "Deny": ["ex"], "NoUnit": "Admit" },
            "Map": { "position": "title", "phone": "" }, "DepartmentSeparator": "/",
            "Limits": { "Block": { "Max": 20, "Percent": 5 }, "BlockAbsent": { }, "New": { } }, "AutoApply": [], "Prepare": "00:30:00",
            """);

        Assert.Equal(("ad", "pyrus", "/"), (sync.Source, sync.Target, sync.DepartmentSeparator));
        Assert.Equal(Provisioning.ScopeMode.WholeWord, sync.ScopeRule.Mode);
        Assert.Equal("", sync.Map["phone"]);
        Assert.Equal(20, sync.Limits["Block"].Max);
        Assert.Equal(TimeSpan.FromMinutes(30), sync.Prepare);
    }

    [Fact]
    public void A_source_may_be_a_list_of_one()
    {
        var configuration = Load("""{ "Systems": { "ad": { "Type": "ActiveDirectory", "LdifPath": "x" } }, "Syncs": { "s": { "Source": ["ad"], "Target": "t" } } }""");
        Assert.Equal("ad", configuration.Sync("s")["Source"]);
    }

    [Fact]
    public void Relative_paths_start_at_the_configuration_file()
    {
        folder.Write("etc/syncengine.json", """
            { "Store": { "DataPath": "data" },
              "Systems": { "ad": { "Type": "ActiveDirectory", "LdifPath": "../x.ldif", "TrustedCertificate": "ca.pem" }, "abs": { "Type": "ActiveDirectory", "LdifPath": "/y.ldif" } } }
            """);
        var configuration = ConfigurationLoader.Load("etc/syncengine.json", Around());

        Assert.Equal(folder.In("etc/data"), configuration.Store.DataPath);
        Assert.Equal(folder.In("x.ldif"), configuration.Systems.Single(s => s.Name == "ad").Section["LdifPath"]);
        Assert.Equal(folder.In("etc/ca.pem"), configuration.Systems.Single(s => s.Name == "ad").Section["TrustedCertificate"]);
        Assert.Equal("/y.ldif", configuration.Systems.Single(s => s.Name == "abs").Section["LdifPath"]);
    }

    [Fact]
    public void The_environment_wins_whatever_the_case_of_its_names()
    {
        environment["SYNCENGINE_SYSTEMS__PYRUS__SECURITYKEY"] = "from environment";
        environment["SYNCENGINE_Syncs__staff__PickedGroups__0"] = "Everyone";
        environment["SYNCENGINE_PG_BIN"] = "/not/a/setting";
        var configuration = Load("""{ "Systems": { "pyrus": { "Type": "Pyrus", "SecurityKey": "from file" } }, "Syncs": { "staff": {} } }""");

        Assert.Equal(["pyrus"], configuration.Systems.Select(s => s.Name));
        Assert.Equal("from environment", configuration.Systems[0].Section["SecurityKey"]);
        Assert.Equal("Everyone", configuration.Values["Syncs:staff:PickedGroups:0"]);
    }

    [Fact]
    public void The_environment_alone_is_enough()
    {
        environment["SYNCENGINE_SYSTEMS__AD__TYPE"] = "ActiveDirectory";
        environment["SYNCENGINE_SYSTEMS__AD__LDIFPATH"] = "x.ldif";
        environment["SYNCENGINE_SYNCS__STAFF__SOURCE"] = "ad";
        var configuration = ConfigurationLoader.Load(null, Around());

        Assert.Equal(["staff"], configuration.Syncs);
        Assert.Equal(folder.In("x.ldif"), configuration.Systems.Single().Section["LdifPath"]);
    }

    [Theory]
    [InlineData("s3cret\n", "s3cret")]
    [InlineData("s3cret\r\n", "s3cret")]
    [InlineData(" s3cret ", " s3cret ")]
    [InlineData("two\nlines\n\n", "two\nlines\n")]
    public void A_secret_may_stand_in_a_file_without_its_line_end(string content, string expected)
    {
        folder.Write("secret", content);
        foreach (var reference in new[] { "file:secret", $"file:{folder.In("secret")}", $"file://{folder.In("secret")}" })
        {
            var configuration = Load("{ \"Systems\": { \"pyrus\": { \"Type\": \"Pyrus\", \"SecurityKey\": \"" + reference + "\" } } }");
            Assert.Equal(expected, configuration.Systems[0].Section["SecurityKey"]);
        }
    }

    [Fact]
    public void A_secret_whose_file_is_missing_names_key_and_file()
    {
        var error = Assert.Throws<ConfigurationException>(() => Load("""{ "Systems": { "pyrus": { "Type": "Pyrus", "SecurityKey": "file:/no/such/file" } } }"""));
        Assert.Contains("Systems:pyrus:SecurityKey is in the file '/no/such/file', which cannot be read", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_in_the_folder_comes_before_the_one_in_the_users_configuration()
    {
        folder.Write("home/syncengine/syncengine.json", """{ "Syncs": { "users": {} } }""");
        Assert.Equal(["users"], ConfigurationLoader.Load(null, Around()).Syncs);
        folder.Write("syncengine.json", """{ "Syncs": { "here": {} } }""");
        Assert.Equal(["here"], ConfigurationLoader.Load(null, Around()).Syncs);
    }

    private SyncOptions SyncOf(string text)
    {
        folder.Write("syncengine.json", $$"""
            { "Systems": { "ad": { "Type": "ActiveDirectory", "LdifPath": "x.ldif" }, "pyrus": { "Type": "Pyrus", "Login": "l", "SecurityKey": "k" } },
              "Syncs": { "staff": { {{text}} "Source": "ad", "Target": "pyrus" } } }
            """);
        var context = new CommandContext(new GlobalOptions(null, false, false, false), Around());
        var session = EngineComposition.OpenAsync(context, TestContext.Current.CancellationToken).GetAwaiter().GetResult();
        try
        {
            return session.OptionsOf(new Model.SyncName("staff"));
        }
        finally
        {
            session.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private HostConfiguration Load(string text)
    {
        folder.Write("syncengine.json", text);
        return ConfigurationLoader.Load(null, Around());
    }

    private Surroundings Around()
    {
        var console = new TestConsole { WorkingFolder = folder.Path, ConfigurationFolder = folder.In("home") };
        foreach (var (name, value) in environment)
        {
            console.Environment[name] = value;
        }

        return console.Around(TextWriter.Null, TextWriter.Null);
    }
}
