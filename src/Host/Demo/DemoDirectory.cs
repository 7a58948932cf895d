namespace SyncEngine.Host;

/// <summary>The directory that the demo reads, in its two states, and the words for it.</summary>
internal abstract class DemoDirectory : IAsyncDisposable
{
    /// <summary>Its name in the configuration.</summary>
    internal abstract string Name { get; }

    /// <summary>Its settings in the configuration.</summary>
    internal abstract object Settings { get; }

    /// <summary>The files its two states come from.</summary>
    internal abstract (string First, string Later) Files { get; }

    /// <summary>What the first act says.</summary>
    internal abstract string Opening { get; }

    /// <summary>The title of the act in which it has changed.</summary>
    internal abstract string LaterTitle { get; }

    /// <summary>Command lines without the program that start it again, for who goes on by hand.</summary>
    internal abstract IReadOnlyList<string> Restarts { get; }

    /// <summary>Lets the months between the two states pass.</summary>
    internal abstract void Change(DateTimeOffset now);

    public abstract ValueTask DisposeAsync();
}
