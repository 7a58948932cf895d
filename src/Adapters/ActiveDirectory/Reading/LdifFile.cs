using System.Globalization;
using SyncEngine.Adapters.ActiveDirectory.Ldap;
using SyncEngine.Adapters.ActiveDirectory.Ldif;
using SyncEngine.Adapters.ActiveDirectory.Mapping;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>An export that was opened and gone through once: every line is in order, and it is known which object stands behind each name.</summary>
internal sealed class LdifFile : IAsyncDisposable
{
    private readonly FileStream stream;

    private LdifFile(string path, FileStream stream, LdifIndex index, LdifClosing closing, string digest, DistinguishedName root)
    {
        Path = path;
        this.stream = stream;
        Index = index;
        Closing = closing;
        Digest = digest;
        Root = root;
        Snapshot = string.Create(CultureInfo.InvariantCulture, $"{File.GetLastWriteTimeUtc(stream.SafeFileHandle):O} sha256:{digest}");
    }

    internal string Path { get; }

    internal LdifIndex Index { get; }

    internal LdifClosing Closing { get; }

    internal string Digest { get; }

    /// <summary>Tells this state of the file from any other.</summary>
    internal string Snapshot { get; }

    /// <summary>The base: as configured, else the domain.</summary>
    internal DistinguishedName Root { get; }

    /// <summary>The identifier of the domain the base stands in, or null when the file does not tell.</summary>
    internal string? DomainSid => Index.DomainSid(Root);

    /// <summary>Whether the base is a unit of its own, not the domain.</summary>
    internal bool RootIsUnit => Root.Depth > 0 && !Root.IsDomain && Index.Find(Root) is not { Class: AdClass.Domain };

    /// <exception cref="ConnectedSystemException">The file cannot be used.</exception>
    internal static async Task<LdifFile> OpenAsync(SystemName system, ActiveDirectoryOptions options, CancellationToken cancellationToken)
    {
        var path = options.LdifPath!;
        FileStream? opened = null;
        try
        {
            opened = new FileStream(path, new FileStreamOptions { BufferSize = 0, Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
            using var reader = new LdifReader(opened, used: LdifIndex.Used);
            var index = await LdifIndex.BuildAsync(reader, cancellationToken).ConfigureAwait(false);
            return new LdifFile(path, opened, index, reader.Closing, reader.Digest(), RootOf(system, options, index));
        }
        catch (Exception e)
        {
            if (opened is not null)
            {
                await opened.DisposeAsync().ConfigureAwait(false);
            }

            if (Explain(system, path, e) is { } explained)
            {
                throw explained;
            }

            throw;
        }
    }

    /// <summary>Reads the file from its beginning once more, for these attributes.</summary>
    internal LdifReader Reread(AttributeFilter used)
    {
        stream.Position = 0;
        return new LdifReader(stream, used: used);
    }

    /// <summary>Reads the file from its beginning once more, with all there is.</summary>
    internal LdifReader RereadWhole()
    {
        stream.Position = 0;
        return new LdifReader(stream);
    }

    /// <summary>Reads one entry again.</summary>
    internal async Task<LdapEntry> ReadAsync(IndexedEntry indexed, CancellationToken cancellationToken)
    {
        stream.Position = indexed.Offset;
        using var reader = new LdifReader(stream, indexed.Offset, indexed.Line - 1);
        var entry = new LdapEntry();
        await reader.ReadAsync(entry, cancellationToken).ConfigureAwait(false);
        return entry;
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private static DistinguishedName RootOf(SystemName system, ActiveDirectoryOptions options, LdifIndex index)
    {
        if (!string.IsNullOrWhiteSpace(options.BaseDn) && DistinguishedName.TryParse(options.BaseDn) is { } configured)
        {
            return index.Find(configured) is not null || index.HasBelow(configured)
                ? configured
                : throw new ConnectedSystemException(
                    system,
                    "BaseNotFound",
                    $"BaseDn '{options.BaseDn}' is not in '{options.LdifPath}', nor is anything below it.",
                    "Check the spelling of BaseDn, or leave it out to read the whole export.");
        }

        return index.Suffixes.Count <= 1
            ? index.Suffixes.Values.FirstOrDefault() ?? index.Domain ?? DistinguishedName.TryParse("")!
            : throw new ConnectedSystemException(
                system,
                "SeveralDomains",
                $"'{options.LdifPath}' has accounts or groups of several domains: {string.Join("; ", index.Suffixes.Values)}.",
                "Give one of them in BaseDn; each domain is a source of its own.");
    }

    private static ConnectedSystemException? Explain(SystemName system, string path, Exception e) => e switch
    {
        LdifException broken => new ConnectedSystemException(
            system,
            "LdifBroken",
            FormattableString.Invariant($"'{path}', line {broken.Line}: {broken.Message}."),
            broken.Remedy,
            broken),
        FileNotFoundException or DirectoryNotFoundException => new ConnectedSystemException(
            system, "LdifNotFound", $"There is no file '{path}'.", "Check LdifPath; it was looked for at that place.", e),
        IOException or UnauthorizedAccessException => new ConnectedSystemException(
            system, "LdifUnreadable", $"'{path}' cannot be read: {e.Message}", "Check LdifPath and the file's permissions.", e),
        _ => null,
    };
}
