using System.Collections.Immutable;
using System.Globalization;
using SyncEngine.Adapters.ActiveDirectory.Reading.Changes;
using SyncEngine.Capture;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>What a reading of a controller proves itself with: who answered, at its beginning and at its end, and what it took.</summary>
internal sealed class LiveFacts(LiveSession session)
{
    /// <summary>The fact that tells the server's host and port.</summary>
    internal const string Endpoint = "endpoint";

    /// <summary>The fact that tells which controller it was.</summary>
    internal const string Invocation = "invocationId";

    private long? usnAtEnd;

    /// <summary>Tells what is known of the server when a reading begins.</summary>
    internal void TellStart(ProblemTally problems)
    {
        foreach (var skipped in session.Skipped)
        {
            problems.Add(skipped);
        }

        TellBehind(session.Root, problems);
    }

    /// <summary>Asks at the end of a reading who answers now. What another controller says is not the end of what the first one began.</summary>
    internal async Task EndAsync(ProblemTally problems, CancellationToken cancellationToken)
    {
        var root = await RootFacts.ReadAsync(session.Connection, cancellationToken).ConfigureAwait(false);
        var invocation = await root.ReadInvocationAsync(session.Connection, cancellationToken).ConfigureAwait(false);
        usnAtEnd = root.HighestUsn;
        if (root.ServerName != session.Root.ServerName || invocation != session.Invocation)
        {
            problems.Add(new ReadProblem(
                "ControllerChanged",
                $"The reading began at {Named(session.Root, session.Invocation)} and ended at {Named(root, invocation)}: something between answers for "
                + "several controllers, which do not know the same changes. Give the controllers by their own names in Server."));
        }
        else if (session.Root.IsSynchronized)
        {
            TellBehind(root, problems);
        }
    }

    /// <summary>The facts, in a fixed order.</summary>
    /// <param name="method">How the next changes will be found, or these were; null when they will not.</param>
    /// <param name="groups">The groups of the reading.</param>
    internal ImmutableArray<ReceiptFact> Of(ChangeMethod? method, LiveGroups groups)
    {
        var answers = session.Connection.Answers;
        (string Name, string? Value)[] all =
        [
            ("namingContext", session.Domain.Domain.ToString()),
            ("base", session.Domain.Base.ToString()),
            ("controller", session.Root.ServerName),
            (Endpoint, session.Connection.Server.ToString()),
            (Invocation, session.Invocation?.ToString("D")),
            ("usnAtStart", Text(session.Root.HighestUsn)),
            ("usnAtEnd", Text(usnAtEnd)),
            ("changesBy", method?.ToString()),
            ("ranges", Text(groups.Ranges)),
            ("memberships", Text(groups.Memberships)),
            ("membershipsSkipped", Text(groups.Skipped.Total)),
            ("referrals", Text(answers.References)),
            ("resultCodes", answers.ToString()),
        ];
        return [.. all.Where(fact => fact.Value is not null).Select(fact => new ReceiptFact(fact.Name, fact.Value!))];
    }

    private static void TellBehind(RootFacts root, ProblemTally problems)
    {
        if (!root.IsSynchronized)
        {
            problems.Add(new ReadProblem(
                "ServerNotSynchronized",
                $"{root.ServerName} says that it has not caught up with the other domain controllers yet (isSynchronized: FALSE)."));
        }
    }

    private static string Named(RootFacts root, Guid? invocation) => $"{root.ServerName} (invocationId {invocation?.ToString() ?? "not readable"})";

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
