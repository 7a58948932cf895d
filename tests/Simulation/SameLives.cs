using CsCheck;

namespace SyncEngine.Simulation;

/// <summary>
/// Lets properties be tried with the same lives in every run, so that a run that fails says something of what was changed. Lives by chance, which find what nobody
/// thought of, come with <c>CsCheck_Iter</c> (how many) or <c>CsCheck_Seed</c> (the one a failure names) in the environment.
/// </summary>
internal static class SameLives
{
    private const int Count = 100;
    private const ulong Seed = 20_261_123;

    private static bool ByChance { get; } = Environment.GetEnvironmentVariable("CsCheck_Iter") is not null || Environment.GetEnvironmentVariable("CsCheck_Seed") is not null;

    internal static Task TryAsync<T>(this Gen<T> gen, Func<T, Task> property, int count = Count) => ByChance ? gen.SampleAsync(property) : SameAsync(gen, property, count);

    internal static Task TryAsync<T1, T2>(this Gen<(T1 First, T2 Second)> gen, Func<T1, T2, Task> property) => gen.TryAsync(t => property(t.First, t.Second));

    internal static Task TryAsync<T1, T2, T3>(this Gen<(T1 First, T2 Second, T3 Third)> gen, Func<T1, T2, T3, Task> property) =>
        gen.TryAsync(t => property(t.First, t.Second, t.Third));

    private static Task SameAsync<T>(Gen<T> gen, Func<T, Task> property, int count) =>
        Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, async (number, _) =>
        {
            var random = new PCG((uint)number, Seed);
            var seed = random.ToString();
            var drawn = gen.Generate(random, null, out var _);
            try
            {
                await property(drawn);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Set CsCheck_Seed={seed} and CsCheck_Iter=1 to have it again. {error.Message}\n{drawn}", error);
            }
        });
}
