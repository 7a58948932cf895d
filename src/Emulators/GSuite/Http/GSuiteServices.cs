namespace SyncEngine.Emulators;

/// <summary>What the parts of one emulator share.</summary>
internal sealed class GSuiteServices(GSuiteEmulatorOptions options, GSuiteState state)
{
    private GSuiteChannels? channels;

    internal GSuiteEmulatorOptions Options { get; } = options;

    internal GSuiteState State { get; } = state;

    internal GSuiteTokens Tokens { get; } = new(options.TokenLifetime, options.TimeProvider);

    internal PageTokens Pages { get; } = new(options);

    internal UserLists Users { get; } = new(state);

    internal WebHooks Hooks { get; } = new(options.Behaviour);

    internal GSuiteChannels Channels => channels ??= new(Options, Hooks);
}
