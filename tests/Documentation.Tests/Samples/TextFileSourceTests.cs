using SyncEngine.Model;
using SyncEngine.Testing.Contracts;

namespace SyncEngine.Documentation.Tests.Samples;

// sample: contract
/// <summary>The sample adapter keeps to what every source keeps to.</summary>
public sealed class TextFileSourceTests : SourceContract
{
    private const string People = """
        unit;u1;;Company
        unit;u2;u1;Users
        person;p1;u2;Ada;Novak;ada@corp.example;active
        person;p2;u2;Бэла;Ли;bela@corp.example;active
        person;p3;u1;Max;Stein;max@corp.example;left
        end;5

        """;

    protected override async Task<SourceUnderTest> OpenSourceAsync()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, People, Token);
        return new SourceUnderTest(
            new TextFileSource(new SystemName("people"), path),
            interrupt: () => File.WriteAllTextAsync(path, People[..^10], Token),
            dispose: () =>
            {
                File.Delete(path);
                return ValueTask.CompletedTask;
            });
    }
}
// end
