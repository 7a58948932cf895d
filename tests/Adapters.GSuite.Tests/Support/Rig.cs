using Microsoft.Extensions.Time.Testing;

namespace SyncEngine.Adapters.GSuite.Tests;

internal sealed class Rig
{
    public const string Name = "workspace";

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Lets fake time pass until the work is done. The pause is real: sockets do not follow the fake clock.</summary>
    public static async Task<T> WhileTimePassesAsync<T>(FakeTimeProvider time, Task<T> work)
    {
        while (!work.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(work, Task.Delay(10, Ct));
            Ct.ThrowIfCancellationRequested();
        }

        return await work;
    }
}
