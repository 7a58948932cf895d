using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Tests.Provisioning;

/// <summary>The units rule, string by string.</summary>
public sealed class ScopeRuleTests
{
    private static readonly SystemName System = new("corp-ad");

    [Theory]
    [InlineData("Users", ScopeMode.Contains, true)]
    [InlineData("USERS ", ScopeMode.Contains, true)]
    [InlineData("Superusers", ScopeMode.Contains, true)]
    [InlineData("Users, Paris", ScopeMode.Contains, true)]
    [InlineData("Staff", ScopeMode.Contains, false)]
    [InlineData("Пользователи", ScopeMode.Contains, false)]
    [InlineData("Berlin Users", ScopeMode.EndsWith, true)]
    [InlineData("Users of Berlin", ScopeMode.EndsWith, false)]
    [InlineData("Ex-users", ScopeMode.WholeWord, true)]
    [InlineData("Superusers", ScopeMode.WholeWord, false)]
    [InlineData("Staff", ScopeMode.Any, true)]
    public void A_units_name_is_judged_by_mode(string unit, ScopeMode mode, bool admitted) =>
        Assert.Equal(admitted, Judge(new ScopeRule { Mode = mode }, unit) == ScopeVerdict.InScope);

    [Theory]
    [InlineData("^users$", "USERS", true)]
    [InlineData("^users$", "Users of Berlin", false)]
    [InlineData("^(пользователи|users)\\b", "Пользователи Омска", true)]
    [InlineData("ё", "ЁЖИК", true)]
    [InlineData("staff", "Users", false)]
    public void A_pattern_is_matched_with_the_name_ignoring_case(string pattern, string unit, bool admitted) =>
        Assert.Equal(admitted, Judge(new ScopeRule { Mode = ScopeMode.Regex, Words = [pattern] }, unit) == ScopeVerdict.InScope);

    [Theory]
    [InlineData("Staff/Paris", true)]
    [InlineData("staff/PARIS", true)]
    [InlineData("u1", true)]
    [InlineData("U1", true)]
    [InlineData("Paris", false)]
    [InlineData("Staff", false)]
    [InlineData("Staff/Paris/Sales", false)]
    public void A_listed_unit_is_named_by_its_anchor_or_its_whole_path(string listed, bool admitted) =>
        Assert.Equal(admitted, Judge(new ScopeRule { Mode = ScopeMode.Listed, Words = [listed] }, "Staff", "Paris") == ScopeVerdict.InScope);

    [Fact]
    public void A_listed_unit_may_have_a_slash_in_its_name() =>
        Assert.Equal(ScopeVerdict.InScope, Judge(new ScopeRule { Mode = ScopeMode.Listed, Words = ["R\\/D/Users\\\\x"] }, "R/D", "Users\\x"));

    [Fact]
    public void What_is_below_a_listed_unit_is_admitted_by_any_ancestor_and_kept_out_by_deny()
    {
        var rule = new ScopeRule { Mode = ScopeMode.Listed, Level = ScopeLevel.AnyAncestor, Words = ["Staff"] };
        Assert.Equal(ScopeVerdict.InScope, Judge(rule, "Staff", "Paris", "Sales"));
        Assert.Equal(ScopeVerdict.OutsideUnits, Judge(rule with { Level = ScopeLevel.Nearest }, "Staff", "Paris"));
        Assert.Equal(ScopeVerdict.OutsideUnits, Judge(rule with { Deny = ["Staff/Paris"] }, "Staff", "Paris", "Sales"));
        Assert.Equal(ScopeVerdict.InScope, Judge(rule with { Deny = ["Staff/Rome"] }, "Staff", "Paris", "Sales"));
    }

    [Fact]
    public void Denied_patterns_win() =>
        Assert.Equal(
            ScopeVerdict.OutsideUnits, Judge(new ScopeRule { Mode = ScopeMode.Regex, Words = ["users"], Deny = ["^(ex|former)-"] }, "Ex-users"));

    [Fact]
    public void Only_the_nearest_unit_counts_by_default() => Assert.Equal(ScopeVerdict.OutsideUnits, Judge(new ScopeRule(), "Users", "Paris"));

    [Fact]
    public void Any_ancestor_counts_where_the_rule_says_so() =>
        Assert.Equal(ScopeVerdict.InScope, Judge(new ScopeRule { Level = ScopeLevel.AnyAncestor }, "Users", "Paris"));

    [Fact]
    public void A_denied_word_anywhere_in_the_path_wins() =>
        Assert.Equal(ScopeVerdict.OutsideUnits, Judge(new ScopeRule { Deny = ["disabled"] }, "Disabled accounts", "Users"));

    [Fact]
    public void A_deny_list_works_without_the_words() =>
        Assert.Equal(ScopeVerdict.OutsideUnits, Judge(new ScopeRule { Mode = ScopeMode.Any, Deny = ["disabled"] }, "Disabled"));

    [Fact]
    public void Words_of_another_language_admit() =>
        Assert.Equal(ScopeVerdict.InScope, Judge(new ScopeRule { Words = ["пользователи"] }, "ПОЛЬЗОВАТЕЛИ"));

    [Theory]
    [InlineData(NoUnitPolicy.Conflict, "NoUnit")]
    [InlineData(NoUnitPolicy.Block, "OutsideUnits")]
    [InlineData(NoUnitPolicy.Admit, "InScope")]
    public void In_no_unit_the_policy_decides(NoUnitPolicy policy, string verdict) =>
        Assert.Equal(verdict, Judge(new ScopeRule { NoUnit = policy }).ToString());

    private static ScopeVerdict Judge(ScopeRule rule, params string[] path)
    {
        var units = path.Select((name, i) => new EntryState
        {
            Key = new EntryKey(System, EntryKind.Unit, $"u{i}"),
            Parent = i == 0 ? null : $"u{i - 1}",
            Attributes = AttributeSet.Of((AttributeNames.Name, name)),
        });
        var policy = new SyncPolicy { Source = System, Target = new SystemName("pyrus"), Scope = rule };
        var judge = new ScopeJudge(policy, new UnitTree(units), new GroupMembership(null, new HashSet<EntryKey>(), new HashSet<EntryKey>()));
        return judge.Judge(new EntryState { Key = new EntryKey(System, EntryKind.Account, "a"), Parent = path.Length == 0 ? null : $"u{path.Length - 1}" });
    }
}
