using SyncEngine.Capture;
using SyncEngine.Provisioning;

namespace SyncEngine.Testing.Contracts;

/// <summary>A target in both roles over a system that may be written to, and how to be rid of it.</summary>
/// <param name="target">The writing role.</param>
/// <param name="source">The reading role of the same system.</param>
/// <param name="writesReceived">How many write requests the system itself has received so far.</param>
/// <param name="dispose">Called after the test.</param>
/// <param name="addRole">
/// Puts a role with one member (an account's id) into the system by hand and gives its id; null for a system without roles, which refuses
/// every write to a role with the code <c>RolesNotSupported</c>.
/// </param>
public sealed class TargetUnderTest(
    ITarget target, ISource source, Func<int> writesReceived, Func<ValueTask>? dispose = null, Func<string, Task<string>>? addRole = null) : IAsyncDisposable
{
    /// <summary>Puts a role with one member into the system by hand and gives its id; null for a system without roles.</summary>
    public Func<string, Task<string>>? AddRole { get; } = addRole;

    /// <summary>The writing role.</summary>
    public ITarget Target { get; } = target;

    /// <summary>The reading role.</summary>
    public ISource Source { get; } = source;

    /// <summary>How many write requests the system itself has received so far.</summary>
    public Func<int> WritesReceived { get; } = writesReceived;

    /// <inheritdoc />
    public ValueTask DisposeAsync() => dispose?.Invoke() ?? ValueTask.CompletedTask;
}
