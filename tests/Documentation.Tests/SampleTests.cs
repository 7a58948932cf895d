namespace SyncEngine.Documentation.Tests;

/// <summary>Code in documents is compiled: it stands in this project, and a document shows it word by word.</summary>
public sealed class SampleTests
{
    private static IEnumerable<CodeBlock> Blocks => Repository.Documents.SelectMany(CodeBlock.All);

    [Fact]
    public void Every_named_block_is_the_compiled_sample_of_that_name()
    {
        foreach (var block in Blocks.Where(block => block is { Sample: not null, Language: "csharp" }))
        {
            Assert.True(CompiledSamples.ByName.TryGetValue(block.Sample!, out var compiled), $"{block.Document} shows the sample '{block.Sample}', which no source has.");
            Assert.Equal(compiled, block.Text);
        }
    }

    [Fact]
    public void Every_code_block_of_the_repositorys_own_documents_is_a_named_sample() => Assert.Empty(Blocks
        .Where(block => block is { Language: "csharp", Sample: null } && !block.Document.StartsWith("src/", StringComparison.Ordinal))
        .Select(block => $"{block.Document}: {block.Text.Split('\n')[0]}"));

    [Fact]
    public void Every_sample_is_shown_somewhere() =>
        Assert.Empty(CompiledSamples.ByName.Keys.Except(Blocks.Select(block => block.Sample).OfType<string>(), StringComparer.Ordinal));

    [Fact]
    public void The_sample_adapter_is_short_enough_to_read() =>
        Assert.InRange(CompiledSamples.ByName["adapter"].Split('\n').Length, 20, 100);
}
