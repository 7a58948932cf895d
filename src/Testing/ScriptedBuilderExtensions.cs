namespace SyncEngine.Testing;

/// <summary>Registers scripted systems, for tests of the whole engine.</summary>
public static class ScriptedBuilderExtensions
{
    /// <summary>Registers a scripted source under its name.</summary>
    public static ISyncEngineBuilder AddScriptedSource(this ISyncEngineBuilder builder, ScriptedSource source)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(source);
        return builder.AddSource(source.Name, _ => source);
    }

    /// <summary>Registers a scripted target under its name, in both roles.</summary>
    public static ISyncEngineBuilder AddScriptedTarget(this ISyncEngineBuilder builder, ScriptedTarget target)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(target);
        return builder.AddSource(target.Name, _ => target).AddTarget(target.Name, _ => target);
    }
}
