using Microsoft.Extensions.Logging;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Mapping;
using SyncEngine.Adapters.ActiveDirectory.Reading;
using SyncEngine.Adapters.ActiveDirectory.Reading.Changes;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory;

/// <summary>
/// Active Directory in its reading role, from a domain controller or from an LDIF export. Called by the pipeline; gives units, accounts and groups in
/// canonical names, and a receipt that is complete only after a clean end. Never throws once it has given a record, never takes trouble for absence.
/// </summary>
internal sealed class ActiveDirectorySource(
    SystemName name, ActiveDirectoryOptions options, TimeProvider time, ILogger<ActiveDirectorySource> logger) : ISource
{
    private Receipt? last;

    /// <summary>The options, with the attributes that the last reading was asked for.</summary>
    private ActiveDirectoryOptions? asked;

    public SystemName Name => name;

    private bool IsExport => !string.IsNullOrWhiteSpace(options.LdifPath);

    public async IAsyncEnumerable<SourceBatch> ReadAsync(
        ReadRequest request, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.BatchSize is < 1 or > ReadRequest.BatchSizeMax)
        {
            throw new ArgumentOutOfRangeException(nameof(request), request.BatchSize, $"The batch size must be 1 to {ReadRequest.BatchSizeMax}.");
        }

        if (IsExport && request.Since is not null)
        {
            yield return new SourceBatch([], NoChangesInExport());
            yield break;
        }

        asked = options.With(request.Fields);
        Log.Reading(logger, name.Value, options.LdifPath ?? options.Server ?? "the machine's domain", options.BaseDn ?? "the domain");
        var reading = await BeginAsync(request, cancellationToken).ConfigureAwait(false);
        await foreach (var batch in SourceBatches.OfAsync(reading, request.BatchSize, cancellationToken).ConfigureAwait(false))
        {
            if (batch.Receipt is { } receipt)
            {
                last = receipt;
                Tell(receipt);
            }

            yield return batch;
        }
    }

    public async Task<IReadOnlyList<Confirmation>> ConfirmAsync(IReadOnlyList<EntryKey> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        cancellationToken.ThrowIfCancellationRequested();
        var answers = new List<Confirmation>(keys.Count);
        try
        {
            if (keys.Count > 0)
            {
                await AskAsync(keys, answers, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is LdapException or ConnectedSystemException or IOException)
        {
            Log.CannotConfirm(logger, name.Value, keys.Count - answers.Count, e.Message);
            answers.AddRange(keys.Skip(answers.Count).Select(key => new Confirmation(key, ConfirmationAnswer.CannotTell, e.Message)).ToArray());
        }

        return answers;
    }

    public async Task<SourceFields?> DescribeAsync(EntryKind kind, CancellationToken cancellationToken)
    {
        if (IsExport)
        {
            var file = await LdifFile.OpenAsync(name, options, cancellationToken).ConfigureAwait(false);
            await using var _ = file.ConfigureAwait(false);
            return AdFields.Of(kind, options, await LdifFields.ReadAsync(file, kind, cancellationToken).ConfigureAwait(false));
        }

        var session = await ServerList.OpenAsync(name, options, Fact(last, LiveFacts.Endpoint), time, cancellationToken).ConfigureAwait(false);
        await using var __ = session.ConfigureAwait(false);
        try
        {
            return AdFields.Of(kind, options, await new LiveFields(session).ReadAsync(kind, cancellationToken).ConfigureAwait(false));
        }
        catch (LdapException trouble)
        {
            throw StartTrouble.Explain(name, session.Options, LiveSession.Endpoint(session.Options), trouble);
        }
    }

    /// <summary>Changes are read from the controller that gave the last ones, if it answers: only there they can be told.</summary>
    private async Task<IReading> BeginAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        if (IsExport)
        {
            var file = await LdifFile.OpenAsync(name, options, cancellationToken).ConfigureAwait(false);
            return new LdifReading(name, asked ?? options, file, time.GetUtcNow());
        }

        var session = await ServerList.OpenAsync(name, asked ?? options, FirstServer(request.Since), time, cancellationToken).ConfigureAwait(false);
        return request.Since is { } since ? new DeltaReading(name, session, since) : new LiveReading(name, session);
    }

    /// <summary>The cursor is of a time when a server was read under this name.</summary>
    private Receipt NoChangesInExport() => new()
    {
        System = name,
        Complete = false,
        Mode = ReadMode.Delta,
        Identity = "",
        Server = options.LdifPath,
        FullReadNeeded = true,
        Problems = [new ReadProblem("NoChangesInExport", $"'{options.LdifPath}' is an export: it does not tell what changed. Everything has to be read.")],
    };

    private static string? FirstServer(Cursor? since) => since is { } cursor ? ChangeCursor.TryParse(cursor)?.Server : null;

    private async Task AskAsync(IReadOnlyList<EntryKey> keys, List<Confirmation> answers, CancellationToken cancellationToken)
    {
        if (IsExport)
        {
            var file = await LdifFile.OpenAsync(name, options, cancellationToken).ConfigureAwait(false);
            await using var _ = file.ConfigureAwait(false);
            var export = new LdifConfirmation(file, asked ?? options, time.GetUtcNow());
            foreach (var key in keys)
            {
                answers.Add(await export.AskAsync(key, cancellationToken).ConfigureAwait(false));
            }

            return;
        }

        var session = await ServerList.OpenAsync(name, asked ?? options, Fact(last, LiveFacts.Endpoint), time, cancellationToken).ConfigureAwait(false);
        await using var __ = session.ConfigureAwait(false);
        if (WhyNotAsked(session) is { } why)
        {
            answers.AddRange(keys.Select(key => new Confirmation(key, ConfirmationAnswer.CannotTell, why)));
            return;
        }

        var live = new LiveConfirmation(session);
        foreach (var key in keys)
        {
            answers.Add(await live.AskAsync(key, cancellationToken).ConfigureAwait(false));
        }
    }

    private string? WhyNotAsked(LiveSession session)
    {
        if (last is { } read && read.Identity != session.Domain.Sid)
        {
            // Another domain knows none of these ids: its "no such object" would look like everyone had left.
            return $"{session.Root.ServerName} is of domain {session.Domain.Sid}, the read was of {read.Identity}";
        }

        // Another controller may not know the changes yet that were just read, and its older word would not be corrected by the next ones.
        return last is { Mode: ReadMode.Delta } && Fact(last, LiveFacts.Invocation) != session.Invocation?.ToString("D")
            ? $"{session.Root.ServerName} is another controller than the changes were read from, {last.Server}"
            : null;
    }

    private static string? Fact(Receipt? receipt, string name) => receipt?.Facts.FirstOrDefault(fact => fact.Name == name)?.Value;

    private void Tell(Receipt receipt)
    {
        if (receipt.Complete)
        {
            Log.ReadComplete(logger, name.Value, receipt.Accounts, receipt.Groups, receipt.Units, receipt.Server, receipt.Pages);
        }
        else
        {
            var codes = string.Join(", ", receipt.Problems.Where(p => p.Breaking).Select(p => p.Code));
            Log.ReadIncomplete(logger, name.Value, receipt.Server, codes, receipt.Accounts, receipt.Groups, receipt.Units);
        }
    }
}
