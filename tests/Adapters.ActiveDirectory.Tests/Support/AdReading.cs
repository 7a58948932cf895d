using Microsoft.Extensions.Logging.Abstractions;
using SyncEngine.Capture;
using SyncEngine.Model;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Support;

/// <summary>One whole reading, for assertions.</summary>
internal sealed record AdReading(IReadOnlyList<SourceRecord> Records, Receipt Receipt, IReadOnlyList<SourceBatch> Batches)
{
    internal static readonly SystemName System = new("corp-ad");

    internal IEnumerable<SourceRecord> Accounts => Records.Where(r => r.Kind == EntryKind.Account);

    internal IEnumerable<SourceRecord> Groups => Records.Where(r => r.Kind == EntryKind.Group);

    internal IEnumerable<SourceRecord> Units => Records.Where(r => r.Kind == EntryKind.Unit);

    internal SourceRecord? Find(string anchor) => Records.FirstOrDefault(r => r.Anchor == anchor);

    internal SourceRecord Login(string login) => Accounts.Single(r => r.Attributes[AttributeNames.Login] == login);

    internal SourceRecord Group(string name) => Groups.Single(r => r.Attributes[AttributeNames.Name] == name);

    internal IEnumerable<string> Codes => Receipt.Problems.Select(p => p.Code);

    internal static ActiveDirectorySource Source(ActiveDirectoryOptions options, TimeProvider? time = null) =>
        new(System, options, time ?? TimeProvider.System, NullLogger<ActiveDirectorySource>.Instance);

    internal static Task<AdReading> OfAsync(ActiveDirectoryOptions options, int batchSize = 500) => OfAsync(Source(options), batchSize);

    /// <summary>Those that changed and could not be given.</summary>
    internal IEnumerable<string> InDoubt => Batches.SelectMany(b => b.InDoubt);

    internal string? Fact(string name) => Receipt.Facts.FirstOrDefault(f => f.Name == name)?.Value;

    internal static async Task<AdReading> OfAsync(
        ISource source, int batchSize = 500, Action<IReadOnlyList<SourceRecord>>? onBatch = null, Cursor? since = null,
        CancellationToken? token = null, params SourceField[] fields)
    {
        var batches = new List<SourceBatch>();
        await foreach (var batch in source.ReadAsync(new ReadRequest { BatchSize = batchSize, Since = since, Fields = [.. fields] }, token ?? TestContext.Current.CancellationToken))
        {
            batches.Add(batch);
            onBatch?.Invoke([.. batches.SelectMany(b => b.Records)]);
        }

        return new AdReading([.. batches.SelectMany(b => b.Records)], batches[^1].Receipt!, batches);
    }

    internal static ActiveDirectoryOptions Options(SambaDomain domain, string? baseDn = null) => new()
    {
        Server = domain.LdapsUrl,
        BaseDn = baseDn,
        User = SambaDomain.AdminUser,
        Password = SambaDomain.AdminPassword,
        TrustedCertificate = domain.CaFile,
    };

    /// <summary>A record as text, so that two can be compared whole.</summary>
    internal static string Text(SourceRecord r) =>
        $"{r.Kind} {r.Anchor} {r.Enabled} {r.Deleted} parent={r.Parent} {r.Attributes} members=[{string.Join(' ', r.Members)}] {r.MembersComplete}";

    internal static EntryKey Key(SourceRecord record) => new(System, record.Kind, record.Anchor);
}
