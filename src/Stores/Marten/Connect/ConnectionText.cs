using Npgsql;

namespace SyncEngine.Stores.Marten;

/// <summary>Reads a connection string once, adds what the store wants where the host says nothing, and describes it without its secret.</summary>
internal static class ConnectionText
{
    internal static string Tuned(string? connectionString, MartenStoreOptions options)
    {
        var builder = Parse(connectionString);
        if (string.IsNullOrEmpty(builder.Host))
        {
            throw Unusable("it names no Host");
        }

        // Marten sends hundreds of equal statements and prepares none of them: this alone makes writing twice as fast.
        SetUnlessGiven(builder, "Max Auto Prepare", 50);
        SetUnlessGiven(builder, "Auto Prepare Min Usages", 2);
        SetUnlessGiven(builder, "Timezone", "UTC");
        SetUnlessGiven(builder, "Application Name", "SyncEngine");
        SetUnlessGiven(builder, "Command Timeout", options.CommandTimeoutSeconds);
        return builder.ConnectionString;
    }

    /// <summary>The data source of a tuned connection string; connects to nothing yet.</summary>
    internal static NpgsqlDataSource CreateSource(string tuned)
    {
        try
        {
            return NpgsqlDataSource.Create(tuned);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw Unusable(e);
        }
    }

    /// <summary>Server, database and user, for messages.</summary>
    internal static string Describe(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        var server = builder.Host is { } host && host.StartsWith('/') ? $"socket {host}" : $"{builder.Host}:{builder.Port}";
        return $"{server}, database '{builder.Database ?? builder.Username}', user '{builder.Username}'";
    }

    private static NpgsqlConnectionStringBuilder Parse(string? connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            throw Unusable("it is empty");
        }

        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            // Neither the text nor the parser's message is shown: both may hold the password.
            var keyword = (e as ArgumentException)?.ParamName;
            throw Unusable(keyword is null ? "it cannot be read" : $"its part '{keyword}' cannot be read");
        }
    }

    private static ConfigurationException Unusable(string why) => new(
        $"The store's connection string is not usable: {why}.",
        "Give one like 'Host=db.example;Database=syncengine;Username=syncengine;Password=…'.");

    /// <summary>For settings that are readable and impossible: Npgsql names the settings then, never the password.</summary>
    internal static ConfigurationException Unusable(Exception exception) => Unusable(exception.Message.ReplaceLineEndings(" ").TrimEnd('.'));

    private static void SetUnlessGiven(NpgsqlConnectionStringBuilder builder, string keyword, object value)
    {
        if (!builder.ShouldSerialize(keyword))
        {
            builder[keyword] = value;
        }
    }
}
