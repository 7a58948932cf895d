using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SyncEngine.Adapters.GSuite.Api;
using SyncEngine.Adapters.GSuite.Mapping;
using SyncEngine.Capture;
using SyncEngine.Model;

namespace SyncEngine.Adapters.GSuite.Reading;

/// <summary>
/// Finds managers' ids while users are read: Google names a manager by an address, and the manager may come later in the list. Addresses are kept as
/// hashes; a person waits in memory until the manager came.
/// </summary>
internal sealed class ManagerIndex(IdTable ids) : IDisposable
{
    /// <summary>Addresses up to this length, nearly all, are looked at without memory of their own.</summary>
    private const int ShortMax = 256;

    /// <summary>One for all addresses: beginning a hash costs more than hashing an address.</summary>
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Dictionary<UInt128, UInt128> byAddress = [];
    private readonly Dictionary<UInt128, (string Email, List<SourceRecord> People)> waiting = [];

    /// <summary>How many people wait.</summary>
    internal int Waiting { get; private set; }

    /// <summary>Of how many managers.</summary>
    internal int Managers => waiting.Count;

    /// <summary>Takes note of a user's addresses and gives the people who waited for one of them, complete now.</summary>
    internal List<SourceRecord> Came(GoogleUser user)
    {
        var id = ids.Pack(user.Id!);
        var released = new List<SourceRecord>();
        foreach (var address in (user.Aliases ?? []).Concat(user.NonEditableAliases ?? []).Prepend(user.PrimaryEmail))
        {
            if (address is { Length: > 0 })
            {
                var key = Key(address);
                byAddress[key] = id;
                Release(key, user.Id, released);
            }
        }

        return released;
    }

    /// <summary>The anchor of the manager with an address, or null when nobody who came so far has it.</summary>
    internal string? Find(string email) => byAddress.TryGetValue(Key(email), out var id) ? ids.Unpack(id) : null;

    /// <summary>Lets a person wait for a manager.</summary>
    internal void Wait(string email, SourceRecord person)
    {
        var key = Key(email);
        if (!waiting.TryGetValue(key, out var group))
        {
            waiting.Add(key, group = (email, []));
        }

        group.People.Add(person);
        Waiting++;
    }

    /// <summary>The address that the most people wait for.</summary>
    internal string? MostWanted() => waiting.Count == 0 ? null : waiting.Values.MaxBy(group => group.People.Count).Email;

    /// <summary>The addresses that somebody waits for, in an order that does not depend on the list's.</summary>
    internal IReadOnlyList<string> Wanted() => [.. waiting.OrderBy(group => group.Key).Select(group => group.Value.Email)];

    /// <summary>Gives the people who wait for an address; without a manager when the anchor is null.</summary>
    internal List<SourceRecord> Settle(string email, string? anchor)
    {
        var key = Key(email);
        if (anchor is not null)
        {
            byAddress[key] = ids.Pack(anchor);
        }

        var released = new List<SourceRecord>();
        Release(key, anchor, released);
        return released;
    }

    public void Dispose() => hash.Dispose();

    private void Release(UInt128 key, string? anchor, List<SourceRecord> released)
    {
        if (waiting.Remove(key, out var group))
        {
            Waiting -= group.People.Count;
            released.AddRange(anchor is null ? group.People : group.People.Select(p => p with { Attributes = p.Attributes.With(AttributeNames.Manager, anchor) }));
        }
    }

    /// <summary>The same for all spellings of one address.</summary>
    private UInt128 Key(string email)
    {
        var trimmed = email.AsSpan().Trim();
        Span<char> lower = trimmed.Length <= ShortMax ? stackalloc char[trimmed.Length] : new char[trimmed.Length];
        trimmed.ToLowerInvariant(lower);
        hash.AppendData(MemoryMarshal.AsBytes<char>(lower));
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }
}
