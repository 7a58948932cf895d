using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CsCheck;
using SyncEngine.Audit;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Tests.Audit;

/// <summary>What people search with: each field by itself, ignoring case, in bounded time.</summary>
public sealed class SearchPatternTests
{
    private static PlanRow Row(string name, params FieldChange[] changes) => new()
    {
        Id = "0", Kind = RowKind.User, Status = RowStatus.New, Situation = Situation.Absent, Reason = Reason.NewInSource, Text = "",
        Source = new RowSource(new SystemName("ad"), "a", name, null, null, null), Changes = [.. changes],
    };

    [Theory]
    [InlineData("^[0-9]", "1C Developer", true)]
    [InlineData("^[0-9]", "٣", false)]
    [InlineData("^\\d", "٣", true)]
    [InlineData("^щукина$", "ЩУКИНА", true)]
    [InlineData("^k$", "\u212A", true)] // the Kelvin sign is a K
    [InlineData("a.c", "a\nc", false)]
    [InlineData("", "anything", true)]
    public void Finds_in_a_field(string pattern, string field, bool expected) =>
        Assert.Equal(expected, new SearchPattern(pattern).Finds(Row("x", new FieldChange("title", null, field))) && new SearchPattern(pattern).Finds(field));

    [Fact]
    public void A_field_ends_where_it_ends() =>
        Assert.False(new SearchPattern("ada.*developer").Finds(Row("Ada", new FieldChange("title", null, "Developer"))));

    [Theory]
    [InlineData("(?=x)", "PatternUnsupported")]
    [InlineData("(a)\\1", "PatternUnsupported")]
    [InlineData("(?>a)b", "PatternUnsupported")]
    [InlineData("((a{1,200}){1,200}){1,200}", "PatternUnsupported")]
    [InlineData("[a", "PatternInvalid")]
    [InlineData("*", "PatternInvalid")]
    public void A_pattern_that_cannot_be_used_is_an_error_with_a_code(string pattern, string code) =>
        Assert.Equal(code, Assert.Throws<SearchException>(() => new SearchPattern(pattern)).Code);

    [Fact]
    public void A_pattern_has_a_bound() =>
        Assert.Equal("PatternTooLong", Assert.Throws<SearchException>(() => new SearchPattern(new string('a', SearchPattern.LengthMax + 1))).Code);

    [Fact(Timeout = 30_000)]
    public async Task No_pattern_takes_long()
    {
        // Backtracking would need 2^50000 steps; a minute would be a failure of another kind.
        var found = await Task.Run(() => new SearchPattern("^(a+)+$").Finds(Row(new string('a', 50_000) + "!")), TestContext.Current.CancellationToken);
        Assert.False(found);
    }

    [Fact]
    public void A_literal_text_is_found_exactly_where_a_plain_look_finds_it() => Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 0, 30], Gen.String[Gen.Char.AlphaNumeric, 1, 3]).Sample(
        (field, text) => new SearchPattern(Regex.Escape(text)).Finds(field) == field.Contains(text, StringComparison.OrdinalIgnoreCase));
}
