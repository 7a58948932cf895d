using System.Collections.Immutable;
using System.Runtime.InteropServices;
using SyncEngine.Model;

namespace SyncEngine.Capture;

/// <summary>A field of a kind of entries.</summary>
/// <param name="Kind">Accounts or groups.</param>
/// <param name="Name">The field by its canonical name.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SourceField(EntryKind Kind, string Name);

/// <summary>The fields that a system has for one kind of entries, by canonical names.</summary>
/// <param name="Given">Those that every reading gives.</param>
/// <param name="OnRequest">Those that a reading gives when <see cref="ReadRequest.Fields"/> names them.</param>
public sealed record SourceFields(ImmutableArray<string> Given, ImmutableArray<string> OnRequest);
