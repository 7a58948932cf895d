using System.Runtime.CompilerServices;
using SyncEngine.Adapters.GSuite.Api;
using SyncEngine.Adapters.GSuite.Mapping;
using SyncEngine.Capture;

namespace SyncEngine.Adapters.GSuite.Reading;

/// <summary>
/// Reads groups with their members, some groups at the same time, and gives them in the order of the list. A group whose members cannot be read is given
/// without them, and the others go on; trouble that concerns all ends the reading.
/// </summary>
internal sealed class GroupReader(GSuiteConnection connection, DirectoryClient client, MemberKinds kinds, ProblemTally problems)
{
    /// <summary>Problems are told of this many groups by name.</summary>
    private const int NamedMax = 5;
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private int broken;

    /// <summary>How often a list of members began again.</summary>
    internal int Restarts { get; private set; }

    /// <summary>The groups of some pages as records.</summary>
    /// <param name="pages">The list of groups.</param>
    /// <param name="everyone">Gives the anchors of all users that were read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    internal async IAsyncEnumerable<SourceRecord> ReadAsync(
        IAsyncEnumerable<Page<GoogleGroup>> pages, Func<IEnumerable<string>> everyone, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ahead = new Queue<(GoogleGroup Group, Task<Members> Members)>();
        try
        {
            await foreach (var page in pages.ConfigureAwait(false))
            {
                foreach (var group in page.Items)
                {
                    if (group is not { Id.Length: > 0 })
                    {
                        problems.Count(GSuiteProblems.ItemUnreadable);
                    }
                    else if (seen.Add(group.Id))
                    {
                        if (ahead.Count == connection.Options.Concurrency && await NextAsync(ahead, everyone).ConfigureAwait(false) is { } done)
                        {
                            yield return done;
                        }

                        ahead.Enqueue((group, ReadMembersAsync(group, stop.Token)));
                    }
                }
            }

            while (ahead.Count > 0)
            {
                if (await NextAsync(ahead, everyone).ConfigureAwait(false) is { } done)
                {
                    yield return done;
                }
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            foreach (var (_, members) in ahead)
            {
                await Task.WhenAny(members).ConfigureAwait(false);
                _ = members.Exception;
            }
        }

        if (broken > NamedMax)
        {
            problems.Add(new ReadProblem("GroupUnreadable", FormattableString.Invariant($"The members of {broken - NamedMax} more groups could not be read.")));
        }
    }

    /// <summary>The group that was begun first; null when it is not there any more.</summary>
    private async Task<SourceRecord?> NextAsync(Queue<(GoogleGroup Group, Task<Members> Members)> ahead, Func<IEnumerable<string>> everyone)
    {
        var (group, reading) = ahead.Dequeue();
        var members = await reading.ConfigureAwait(false);
        Restarts += members.Restarts;
        switch (members.Trouble)
        {
            case null when kinds.Of(members.Items, everyone) is { } anchors:
                return GroupMapping.ToRecord(group, anchors);
            case null:
                Broken($"The members of the group '{GroupMapping.NameOf(group)}' came with one that has no id.");
                return GroupMapping.ToRecord(group, null);
            case { Failure: GoogleFailure.Refused, Status: 404 }:
                problems.Count(GSuiteProblems.GroupVanished);
                return null;
            case { Failure: GoogleFailure.Refused or GoogleFailure.AnswerLost } trouble:
                Broken($"{trouble.Message}. The members known before stay.");
                return GroupMapping.ToRecord(group, null);
            default:
                throw members.Trouble;
        }
    }

    private void Broken(string message)
    {
        if (++broken <= NamedMax)
        {
            problems.Add(new ReadProblem("GroupUnreadable", message));
        }
    }

    private async Task<Members> ReadMembersAsync(GoogleGroup group, CancellationToken cancellationToken)
    {
        var listing = new Listing<GoogleMember>(
            $"members of the group '{GroupMapping.NameOf(group)}'",
            (token, what, stop) => client.MembersAsync(group.Id!, token, what, stop),
            connection.Options.ListingRestarts,
            connection.Logger);
        var items = new List<GoogleMember?>();
        try
        {
            await foreach (var page in listing.PagesAsync(cancellationToken).ConfigureAwait(false))
            {
                items.AddRange(page.Items);
            }

            return new Members(items, listing.Restarts, null);
        }
        catch (GoogleApiException e)
        {
            return new Members([], listing.Restarts, e);
        }
    }

    /// <summary>The members of one group, or why they are not known. Some can be there twice.</summary>
    private sealed record Members(List<GoogleMember?> Items, int Restarts, GoogleApiException? Trouble);
}
