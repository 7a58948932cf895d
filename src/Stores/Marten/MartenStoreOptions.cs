using System.Text.RegularExpressions;

namespace SyncEngine;

/// <summary>What the store may do to the tables of its schema.</summary>
public enum SchemaPolicy
{
    /// <summary>Tables that are missing are made at the first use; what is there is checked and never altered. The default.</summary>
    CreateMissing = 0,

    /// <summary>Nothing is made or altered; a missing or different table is an error. For hosts whose database account may not define tables.</summary>
    VerifyOnly = 1,

    /// <summary>Tables that are missing are made, and those of an older version are altered. Take a backup first.</summary>
    CreateAndAlter = 2,
}

/// <summary>Settings of the store on PostgreSQL.</summary>
public sealed partial class MartenStoreOptions
{
    /// <summary>The default of <see cref="Schema"/>.</summary>
    public const string SchemaDefault = "syncengine";

    /// <summary>The default of <see cref="CommandTimeout"/>: five minutes.</summary>
    public static readonly TimeSpan CommandTimeoutDefault = TimeSpan.FromMinutes(5);

    /// <summary>The longest <see cref="CommandTimeout"/>: one day.</summary>
    public static readonly TimeSpan CommandTimeoutMax = TimeSpan.FromDays(1);

    /// <summary>
    /// The database schema that holds everything: 1 to 40 lower-case ASCII letters, digits and <c>_</c>, beginning with a letter, not with
    /// <c>pg_</c>. Default <see cref="SchemaDefault"/>. Two engines that share a database need two schemas.
    /// </summary>
    public string Schema { get; set; } = SchemaDefault;

    /// <summary>What the store may do to the tables of its schema. Default <see cref="SchemaPolicy.CreateMissing"/>.</summary>
    public SchemaPolicy SchemaPolicy { get; set; } = SchemaPolicy.CreateMissing;

    /// <summary>How long one command may take: one second to <see cref="CommandTimeoutMax"/>, default <see cref="CommandTimeoutDefault"/>.</summary>
    public TimeSpan CommandTimeout { get; set; } = CommandTimeoutDefault;

    /// <summary>Batches of this many streams and more are appended in bulk; fewer go through a session, which is as fast for them.</summary>
    internal int BulkStreamsMin { get; set; } = 200;

    internal int CommandTimeoutSeconds => (int)CommandTimeout.TotalSeconds;

    /// <exception cref="ConfigurationException">A value is out of its range; the message names all that are.</exception>
    internal void EnsureValid()
    {
        var faults = new List<string>();
        if (!SchemaNames().IsMatch(Schema ?? ""))
        {
            faults.Add($"Schema is '{Schema}': 1 to 40 lower-case letters, digits and '_' are allowed, beginning with a letter, not with 'pg_'");
        }

        if (!Enum.IsDefined(SchemaPolicy))
        {
            faults.Add($"SchemaPolicy is {(int)SchemaPolicy}: {string.Join(", ", Enum.GetNames<SchemaPolicy>())} are allowed");
        }

        if (CommandTimeout < TimeSpan.FromSeconds(1) || CommandTimeout > CommandTimeoutMax)
        {
            faults.Add($"CommandTimeout is {CommandTimeout:c}: {TimeSpan.FromSeconds(1):c} to {CommandTimeoutMax:c} is allowed");
        }

        if (faults.Count > 0)
        {
            throw new ConfigurationException($"The store's settings are not usable. {string.Join(". ", faults)}.", "Correct the settings given to UseMarten.");
        }
    }

    [GeneratedRegex("^(?!pg_)[a-z][a-z0-9_]{0,39}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SchemaNames();
}
