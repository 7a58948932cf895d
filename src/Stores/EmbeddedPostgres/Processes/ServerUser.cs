using System.Globalization;

namespace SyncEngine.EmbeddedPostgres;

/// <summary>
/// Whom the server's programs run as. PostgreSQL refuses to run as root, so a root process gives up its rights for them, and the data
/// belongs to that user.
/// </summary>
/// <param name="Name">The user to become, or null to stay who we are.</param>
internal sealed record ServerUser(string? Name)
{
    private const string Setting = "SYNCENGINE_PG_USER";

    /// <summary>No change of user.</summary>
    public static ServerUser Self { get; } = new((string?)null);

    /// <summary>For messages: "user 'postgres'".</summary>
    public string Text => Name is null ? $"user '{Environment.UserName}'" : $"user '{Name}'";

    /// <summary>Finds the user: the environment's, else <c>postgres</c>, else <c>nobody</c>.</summary>
    public static async Task<ServerUser> ResolveAsync(HostFacts facts, Tool tool, CancellationToken cancellationToken)
    {
        if (!facts.IsRoot)
        {
            return Self;
        }

        if (facts.Variable(Setting) is { } wanted)
        {
            return await ExistsAsync(wanted, tool, cancellationToken).ConfigureAwait(false)
                ? new ServerUser(wanted)
                : throw NoUser($"{Setting} names '{wanted}', which is no ordinary user of this machine.");
        }

        foreach (var candidate in new[] { "postgres", "nobody" })
        {
            if (await ExistsAsync(candidate, tool, cancellationToken).ConfigureAwait(false))
            {
                return new ServerUser(candidate);
            }
        }

        throw NoUser("This process runs as root, PostgreSQL refuses to, and the machine has no user 'postgres' or 'nobody'.");
    }

    private static async Task<bool> ExistsAsync(string name, Tool tool, CancellationToken cancellationToken)
    {
        var result = await tool.RunAsync(Self, "id", ["-u", "--", name], cancellationToken: cancellationToken).ConfigureAwait(false);
        return result.ExitCode == 0
            && int.TryParse(result.Output.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var uid)
            && uid != 0;
    }

    private static EmbeddedPostgresException NoUser(string message) => new(
        EmbeddedPostgresException.Unreachable,
        message,
        $"Make an ordinary user for it (useradd --system postgres), name one in {Setting}, or run the host as an ordinary user.");
}
