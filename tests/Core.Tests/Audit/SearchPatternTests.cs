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
    [InlineData("^*1", "a1", true)]
    [InlineData("^{1}a", "a1", true)]
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

    /// <summary>All fields are looked at at once first; that must never hide what a look at each by itself finds, nor find across two of them.</summary>
    [Fact]
    public void What_is_found_in_a_row_is_what_is_found_in_one_of_its_fields_by_itself() => Gen.Select(Pattern, Gen.String[Letter, 0, 4].Array[6]).Sample(
        (pattern, fields) =>
        {
            var row = Row(fields[0], new FieldChange("title", fields[1], fields[2])) with
            {
                Text = fields[3], Department = [fields[4]], Target = new RowTarget("1", fields[5], null, Blocked: false),
            };
            var regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
            return new SearchPattern(pattern).Finds(row) == fields.Append("New").Append("NewInSource").Any(regex.IsMatch);
        },
        iter: 2_000, print: t => $"{t.Item1} in {string.Join(" / ", t.Item2)}");

    private static readonly Gen<char> Letter = Gen.Char["abAk\u212A1 \n."];

    /// <summary>Pieces of which few make no pattern, with everything that tells ends of fields, lines or words.</summary>
    private static readonly string[] Pieces =
    [
        "a", "b", "K", "1", ".", " ", "^", "$", "|", "[^a]", "[0-9]", @"\d", @"\s", @"\S", @"\W", @"\b", @"\B", @"\A", @"\z", @"\Z", @"\n", @"\\", "a*", "b+", ".*",
        "(a|^b)", "(?:^a$)", "(?-m:^b)", "(?m:b$)", "(?s:.)", "a?", "(?i)", "[^b]*", "^*", "{2}",
    ];

    private static readonly Gen<string> Some = Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[1, 4].Select(string.Concat);

    private static readonly Gen<string> Pattern =
        Gen.Select(Gen.Int[0, 3], Some, Some, (form, one, two) => form switch { 0 => "^" + one, 1 => $"^{one}|{two}", _ => one }).Where(IsPattern);

    private static bool IsPattern(string pattern)
    {
        try
        {
            _ = new SearchPattern(pattern);
            return true;
        }
        catch (SearchException)
        {
            return false;
        }
    }
}
