namespace SyncEngine.Host.Tests;

/// <summary>A wrong configuration is one clear error: which key, which value, what is allowed.</summary>
public sealed class ConfigurationFaultTests
{
    private const string Good = """
        { "Systems": { "ad": { "Type": "ActiveDirectory", "LdifPath": "x.ldif" }, "pyrus": { "Type": "Pyrus", "Login": "l", "SecurityKey": "hunter2" } },
          "Syncs": { "staff": { "Source": "ad", "Target": "pyrus" } } }
        """;

    public static TheoryData<string, string, string[]> Faults => new()
    {
        { "\"Systems\"", "\"Systms\"", ["'Systms' is not a known key", "Did you mean 'Systems'?", "Engine, Store, Syncs, Systems"] },
        { "\"Login\"", "\"Logn\"", ["'Systems:pyrus:Logn' is not a known key", "Did you mean 'Login'?"] },
        { "\"SecurityKey\": \"hunter2\"", "\"SecurityKye\": \"hunter2\"", ["'Systems:pyrus:SecurityKye' is not a known key", "Did you mean 'SecurityKey'?"] },
        { "\"Type\": \"Pyrus\"", "\"Type\": \"Pirus\"", ["Systems:pyrus:Type is 'Pirus'", "ActiveDirectory, GSuite, Pyrus", "Did you mean 'Pyrus'?"] },
        { "\"Type\": \"Pyrus\",", "", ["Systems:pyrus:Type is missing"] },
        { "\"LdifPath\": \"x.ldif\"", "\"LdifPath\": { \"a\": 1 }", ["Systems:ad:LdifPath is a section or a list", "a text is expected"] },
        { "\"LdifPath\": \"x.ldif\"", "\"LdifPath\": \"x\", \"PageSize\": \"many\"", ["Systems:ad:PageSize is 'many'", "a whole number"] },
        { "\"LdifPath\": \"x.ldif\"", "\"LdifPath\": \"x\", \"LdifEndMarker\": \"Needed\"", ["LdifEndMarker is 'Needed'", "Required, Optional"] },
        { "\"SecurityKey\": \"hunter2\"", "\"SecurityKey\": [ \"hunter2\" ]", ["Systems:pyrus:SecurityKey is a section or a list"] },
        { "\"ad\": {", "\"Corp AD\": {", ["Systems:Corp AD", "'Corp AD' is not a system name", "lower-case letters"] },
        { "\"staff\": {", "\"Staff\": {", ["'Staff' is not a sync name"] },
        { "\"Target\": \"pyrus\"", "\"Target\": \"pyrus\", \"Prepare\": \"2\"", ["Syncs:staff:Prepare is '2'", "hours:minutes:seconds"] },
        { "\"Target\": \"pyrus\"", "\"Target\": \"pyrus\", \"PickedGroups\": \"CN=Staff\"", ["PickedGroups is 'CN=Staff', but a list is expected"] },
        { "\"Target\": \"pyrus\"", "\"Target\": \"pyrus\", \"ScopeRule\": { \"Mode\": \"Contain\" }", ["ScopeRule:Mode is 'Contain'", "Contains, EndsWith, WholeWord, Any"] },
        { "\"Target\": \"pyrus\"", "\"Target\": \"pyrus\", \"ScopeRule\": { \"Word\": [] }", ["'Syncs:staff:ScopeRule:Word' is not a known key", "Did you mean 'Words'?"] },
        { "\"Target\": \"pyrus\"", "\"Target\": \"pyrus\", \"ScopeRule\": \"none\"", ["ScopeRule is 'none', but a section with keys is expected"] },
        { "\"Target\": \"pyrus\"", "\"Target\": \"pyrus\", \"Limits\": { \"Block\": { \"Max\": 2.5 } }", ["Limits:Block:Max is '2.5'", "a whole number"] },
        { "\"Target\": \"pyrus\"", "\"Target\": \"pyrus\", \"Limits\": { \"Block\": { \"Maximum\": 2 } }", ["'Syncs:staff:Limits:Block:Maximum' is not a known key"] },
        { "\"Target\": \"pyrus\"", "\"Target\": \"pyrus\", \"Limits\": { \"Blok\": { \"Max\": 2 } }", ["Limits has 'Blok'", "BlockAbsent"] },
        { "\"Target\": \"pyrus\"", "\"Target\": \"pyrus\", \"Limits\": { \"Block\": { \"Percent\": 101 } }", ["Limits:Block", "Percent 101", "0 to 100"] },
        { "\"Target\": \"pyrus\"", "\"Target\": \"pyrus\", \"AutoApply\": [ \"Delete\" ]", ["AutoApply has 'Delete'"] },
        { "\"Source\": \"ad\"", "\"Source\": [ \"ad\", \"other\" ]", ["Sync 'staff': Source is 'other'", "there are: ad"] },
        { "\"Source\": \"ad\"", "\"Source\": [ \"ad\", \"ad\" ]", ["'ad' is named twice among Source and Target"] },
        { "\"Source\": \"ad\"", "\"Source\": \"corp\"", ["Source is 'corp'", "there are: ad"] },
        { "\"Source\": \"ad\",", "", ["Source is missing"] },
        { "\"Systems\"", "\"Store\": { \"Schemaa\": \"x\" }, \"Systems\"", ["'Store:Schemaa' is not a known key", "Did you mean 'Schema'?"] },
        { "\"Systems\"", "\"Store\": { \"Schema\": \"pg_x\" }, \"Systems\"", ["Schema is 'pg_x'"] },
        { "\"Systems\"", "\"Store\": { \"ConnectionString\": \"Host=x;Password=hunter2\", \"DataPath\": \"d\" }, \"Systems\"", ["Keep one of them"] },
        { "\"Systems\"", "\"Engine\": { \"PlanAgeMax\": \"40.00:00:00\" }, \"Systems\"", ["PlanAgeMax is 40.00:00:00"] },
        { "\"Login\": \"l\",", "", ["Systems:pyrus:Login is missing"] },
        { "\"LdifPath\": \"x.ldif\"", "\"Server\": \"ldaps://dc1.corp.example\", \"LdifPath\": \"x.ldif\"", ["Server", "LdifPath", "both given"] },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_is_named_with_what_is_allowed(string replaced, string by, string[] expected)
    {
        var text = Good.Replace(replaced, by, StringComparison.Ordinal);
        Assert.NotEqual(Good, text);
        var run = await RunAsync(text, "doctor");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("", run.Out);
        Assert.All(expected, part => Assert.Contains(part, run.Error, StringComparison.Ordinal));
        Assert.DoesNotContain("hunter2", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.StartsWith("Error", run.Error, StringComparison.Ordinal);
        Assert.Contains("Remedy", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_faults_are_told_at_once()
    {
        var run = await RunAsync(Good.Replace("Login", "Logn", StringComparison.Ordinal).Replace("Target", "Targt", StringComparison.Ordinal), "preview", "staff", "--json");

        var error = run.Json.GetProperty("error");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("", run.Error);
        Assert.Equal("Configuration", error.GetProperty("code").GetString());
        Assert.StartsWith("2 faults in ", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains("Logn", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains("Targt", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistakes_in_several_sections_are_told_at_once()
    {
        var run = await RunAsync(
            """
            { "Engine": { "ReadBatchSize": 0 },
              "Systems": { "ad": { "Type": "ActiveDirectory", "LdifPath": "x.ldif", "Server": "ldaps://dc1" }, "pyrus": { "Type": "Pyrus", "Login": "l", "SecurityKey": "k" } },
              "Syncs": { "staff": { "Source": "add", "Target": "pyrus", "Limits": { "Block": { "Percent": 101 } } } } }
            """,
            "doctor");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("Error  4 faults in ", run.Error, StringComparison.Ordinal);
        Assert.All(["ReadBatchSize is 0", "both given", "Source is 'add'", "Percent 101"], part => Assert.Contains(part, run.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Mistakes_of_every_kind_are_told_at_once_and_none_that_only_follows_from_another()
    {
        var run = await RunAsync(
            """
            { "Systems": { "ad": { "Type": "ActiveDirectory", "LdifPath": [ "x.ldif" ] }, "pyrus": { "Type": "Pyrus", "Logn": "l", "SecurityKey": "file:none.key" },
                           "gone": { "Type": "Pirus" } },
              "Syncs": { "staff": { "Source": "ad", "Target": "pyrus", "Prepare": "soon", "AutoApply": [ "News" ], "Limits": { "Blok": { "Max": 1 } } },
                         "other": { "Source": "ad", "Target": "gone" } } }
            """,
            "doctor");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("Error  7 faults in ", run.Error, StringComparison.Ordinal);
        Assert.All(
            ["LdifPath is a section or a list", "'Systems:pyrus:Logn'", "none.key", "Type is 'Pirus'", "Prepare is 'soon'", "AutoApply has 'News'", "Limits has 'Blok'"],
            part => Assert.Contains(part, run.Error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{ \"Systems\": {\n \"ad\": ! } }", "line 2")]
    [InlineData("[]", "not a configuration")]
    [InlineData("{ \"Store\": {}, \"store\": {} , \"Syncs\": { \"a\": 1, \"A\": 2 } }", "not a configuration")]
    [InlineData("", "not a configuration")]
    public async Task A_file_that_is_no_configuration_says_where(string text, string expected)
    {
        var run = await RunAsync(text, "doctor");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_file_names_the_places_that_were_looked_at()
    {
        using var folder = new TempFolder();
        var console = new TestConsole { WorkingFolder = folder.Path, ConfigurationFolder = folder.In("home") };
        var none = await console.RunAsync("status");
        var asked = await console.RunAsync("status", "--config", "missing.json");

        Assert.Equal(1, none.ExitCode);
        Assert.Contains(folder.In("syncengine.json"), none.Error, StringComparison.Ordinal);
        Assert.Contains(folder.In("home/syncengine/syncengine.json"), none.Error, StringComparison.Ordinal);
        Assert.Equal(1, asked.ExitCode);
        Assert.Contains($"There is no configuration file '{folder.In("missing.json")}'", asked.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_value_from_the_environment_names_the_variable()
    {
        using var folder = new TempFolder();
        folder.Write("syncengine.json", Good);
        var console = new TestConsole { WorkingFolder = folder.Path };
        console.Environment["SYNCENGINE_Syncs__staff__Prepare"] = "soon";
        console.Environment["SYNCENGINE_Systems_pyrus_Login"] = "one underscore";
        var run = await console.RunAsync("doctor");

        Assert.Contains("(from SYNCENGINE_Syncs__staff__Prepare)", run.Error, StringComparison.Ordinal);
        Assert.Contains("SYNCENGINE_Systems_pyrus_Login is not a setting", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_meant_is_found_within_few_letters()
    {
        Assert.Equal(" Did you mean 'Target'?", Suggestion.For("Targte", ["Source", "Target"]));
        Assert.Equal("", Suggestion.For("Zebra", ["Source", "Target"]));
        Assert.Equal(1, Suggestion.Distance("ABCD", "ABDC"));
    }

    private static async Task<ConsoleRun> RunAsync(string configuration, params string[] args)
    {
        using var folder = new TempFolder();
        folder.Write("syncengine.json", configuration);
        return await new TestConsole { WorkingFolder = folder.Path }.RunAsync(args);
    }
}
