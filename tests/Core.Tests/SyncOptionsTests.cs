using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SyncEngine.Model;
using SyncEngine.Testing;

namespace SyncEngine.Tests;

/// <summary>Configuration of syncs: what is wrong is said all at once, with the value and what is allowed.</summary>
public sealed class SyncOptionsTests
{
    [Theory]
    [InlineData("Source", "elsewhere", "Source is 'elsewhere'")]
    [InlineData("Target", "", "Target is missing")]
    [InlineData("Limits:Blok:Max", "3", "'Blok'")]
    [InlineData("Limits:Block:Percent", "300", "300")]
    [InlineData("AutoApply:0", "Delete", "AutoApply has 'Delete'; allowed are New, Update, Block, Unblock, Bind, and Block:REASON with one of SourceDisabled")]
    [InlineData("AutoApply:0", "Block:NewInSource", "AutoApply has 'Block:NewInSource'")]
    [InlineData("AutoApply:0", "New:SourceDisabled", "AutoApply has 'New:SourceDisabled'")]
    [InlineData("RoleGroups:0", " ", "RoleGroups has an empty text")]
    [InlineData("RoleTargets:Sales", "4711", "RoleTargets names role '4711' for 'Sales'")]
    [InlineData("Fields:salary:Case", "Lower", "Fields has 'salary', which is not mapped")]
    [InlineData("Fields:position:Part", "0", "Fields:position: Part is 0")]
    [InlineData("Fields:position:Template", "Engineer", "names no attribute")]
    [InlineData("Fields:email:Owner", "CreateOnly", "Fields:email has Owner CreateOnly")]
    [InlineData("DomainAliases:old.example", "nowhere at all", "DomainAliases has 'old.example' as 'nowhere at all'")]
    [InlineData("DomainAliases:old.example", "old.example", "which is an old domain itself")]
    [InlineData("TaskReceivers:0", " ", "TaskReceivers has an empty text; use manager, departmentManager")]
    [InlineData("Prepare", "00:00:01", "00:00:01")]
    [InlineData("PickedGroups:0", " ", "empty text")]
    [InlineData("DepartmentSeparator", "\\", "backslash")]
    [InlineData("ScopeRule:Mode", "Listed", "ScopeRule:Words is missing")]
    [InlineData("LatinFields:0", "email", "LatinFields has 'email'; allowed are the mapped fields firstName, lastName")]
    public void A_bad_value_is_named_with_what_is_allowed(string key, string value, string message)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Source"] = "corp-ad", ["Target"] = "pyrus", [key] = value };
        var error = Assert.Throws<OptionsValidationException>(() => Options(settings));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("Sync 'staff'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_bad_values_are_said_at_once()
    {
        var error = Assert.Throws<OptionsValidationException>(() => Options(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Prepare"] = "00:00:01" }));
        Assert.Equal(3, error.Failures.Count());
    }

    [Theory]
    [InlineData("(", "'('")]
    [InlineData("(?=users)", "'(?=users)'")]
    [InlineData("(a)\\1", "cannot be used")]
    public void A_pattern_that_cannot_be_used_is_named(string pattern, string message)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Source"] = "corp-ad", ["Target"] = "pyrus", ["ScopeRule:Mode"] = "Regex", ["ScopeRule:Deny:0"] = pattern,
        };
        Assert.Contains(message, Assert.Throws<OptionsValidationException>(() => Options(settings)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Absent_groups_mean_everyone_and_an_empty_list_nobody()
    {
        Assert.Null(FromJson("{ \"Source\": \"corp-ad\", \"Target\": \"pyrus\" }").PickedGroups);
        Assert.Empty(FromJson("{ \"Source\": \"corp-ad\", \"Target\": \"pyrus\", \"PickedGroups\": [] }").PickedGroups!);
    }

    [Fact]
    public void No_word_admits_when_the_list_of_words_is_empty()
    {
        Assert.Null(FromJson("{ \"Source\": \"corp-ad\", \"Target\": \"pyrus\" }").ScopeRule.Words);
        Assert.Empty(FromJson("{ \"Source\": \"corp-ad\", \"Target\": \"pyrus\", \"ScopeRule\": { \"Words\": [] } }").ScopeRule.Words!);
    }

    [Fact]
    public void The_engine_can_be_added_twice()
    {
        var services = new ServiceCollection()
            .AddSyncEngine(engine => engine.UseInMemoryStore().AddScriptedSource(new ScriptedSource(new SystemName("corp-ad"))))
            .AddSyncEngine(engine => engine.AddScriptedTarget(new ScriptedTarget(new SystemName("pyrus"))).AddSync("staff", s => s.From("corp-ad").To("pyrus")))
            .BuildServiceProvider();
        Assert.Equal([new SyncName("staff")], services.GetRequiredService<ISyncEngine>().Syncs);
    }

    [Fact]
    public void A_second_store_is_refused() =>
        Assert.Throws<ConfigurationException>(() => new ServiceCollection().AddSyncEngine(engine => engine.UseInMemoryStore().UseInMemoryStore()));

    [Theory]
    [InlineData("Staff")]
    [InlineData("")]
    [InlineData("1st")]
    [InlineData("a b")]
    public void A_name_that_breaks_the_rules_is_refused_with_the_rules(string name) =>
        Assert.Contains("lower-case", Assert.Throws<ArgumentException>(() => new SyncName(name)).Message, StringComparison.Ordinal);

    private static SyncOptions FromJson(string json)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json));
        return Options(new ConfigurationBuilder().AddJsonStream(stream).Build());
    }

    private static SyncOptions Options(Dictionary<string, string?> settings) => Options(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());

    private static SyncOptions Options(IConfiguration configuration)
    {
        using var services = new ServiceCollection().AddSyncEngine(engine => engine
            .UseInMemoryStore()
            .AddScriptedSource(new ScriptedSource(new SystemName("corp-ad")))
            .AddScriptedTarget(new ScriptedTarget(new SystemName("pyrus")))
            .AddSync("staff", configuration)).BuildServiceProvider();
        return services.GetRequiredService<IOptionsMonitor<SyncOptions>>().Get("staff");
    }
}
