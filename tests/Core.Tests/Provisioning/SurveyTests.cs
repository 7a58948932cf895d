using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Tests.Provisioning;

/// <summary>What the planner keeps of everybody after the first pass.</summary>
public sealed class SurveyTests
{
    private const int Many = 30_000;

    [Fact]
    public void Packed_texts_come_back_and_are_told_apart()
    {
        var texts = new PackedTexts();
        string[] samples = ["1005", "guid-ÄÖ", "", "\U0001F600", new('x', 4_000), .. Enumerable.Range(0, Many).Select(i => $"0198c0de-0000-7000-8000-{i:D12}")];
        foreach (var text in samples)
        {
            texts.Add(text);
        }

        Assert.Equal(samples.Length, texts.Count);
        for (var i = 0; i < samples.Length; i++)
        {
            Assert.Equal(samples[i], texts[i]);
            Assert.True(texts.Is(i, samples[i]));
            Assert.False(texts.Is(i, samples[i] + "x"));
            Assert.False(texts.Is(i, "y"));
        }
    }

    [Fact]
    public void Candidates_are_all_that_were_added_under_a_text_and_hardly_more()
    {
        var index = new CandidateIndex();
        for (var i = 0; i < Many; i++)
        {
            index.Add($"p{i / 3}@corp.example", i); // three of each
        }

        var more = 0;
        for (var i = 0; i < Many; i += 3)
        {
            var found = All(index, $"p{i / 3}@corp.example");
            Assert.Superset(new HashSet<int> { i, i + 1, i + 2 }, found.ToHashSet());
            Assert.Equal(found.OrderDescending(), found);
            more += found.Count - 3;
        }

        Assert.InRange(more, 0, 10);
        Assert.InRange(Enumerable.Range(0, 1_000).Sum(i => All(index, $"nobody{i}").Count), 0, 10);
    }

    [Fact]
    public void Flags_are_set_one_by_one()
    {
        var flags = new Flags();
        int[] set = [0, 1, 63, 64, 200, 100_000];
        foreach (var number in set)
        {
            flags.Set(number);
        }

        Assert.Equal(set, Enumerable.Range(0, 100_200).Where(number => flags[number]));
    }

    [Fact]
    public void Rows_are_placed_departments_first_parents_before_children_then_by_status_name_and_id()
    {
        PlanRow[] ordered =
        [
            Department("A", "3"), Department("A / B", "1"), Department("A B", "2"), Department("B", "0"),
            Row(RowStatus.New, "Ada", "2"), Row(RowStatus.New, "Ada", "3"), Row(RowStatus.New, "Bob", "1"), Row(RowStatus.New, "\uFB01n", "1"),
            Row(RowStatus.New, "\U0001F600", "1"), Row(RowStatus.Update, "Ada", "0"), Row(RowStatus.Unmanaged, null, "0"),
        ];

        Assert.Equal(ordered.Select(row => row.Place), ordered.Reverse().Select(row => row.Place).Order(CodePointOrder.Comparer));
        Assert.InRange(Row(RowStatus.New, new string('é', 5_000), "1").Place.Length, 1, 200);
    }

    private static List<int> All(CandidateIndex index, string text)
    {
        var found = new List<int>();
        var candidates = index.Of(text);
        for (var number = candidates.Next(); number >= 0; number = candidates.Next())
        {
            found.Add(number);
        }

        return found;
    }

    private static PlanRow Department(string path, string id) => Row(RowStatus.New, null, id) with
    {
        Kind = RowKind.Department,
        Changes = [new FieldChange(AttributeNames.Department, null, path)],
    };

    private static PlanRow Row(RowStatus status, string? name, string id) => new()
    {
        Id = id.PadLeft(16, '0'),
        Kind = RowKind.User,
        Status = status,
        Situation = Situation.None,
        Reason = Reason.NewInSource,
        Text = "",
        Target = name is null ? null : new RowTarget(null, name, null, false),
    };
}
