using System.Buffers;
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

    /// <summary>Never added to.</summary>
    private static readonly List<SourceRecord> Nobody = [];

    /// <summary>One for all addresses: beginning a hash costs more than hashing an address.</summary>
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly Dictionary<UInt128, UInt128> byAddress = [];
    private readonly Dictionary<UInt128, (string Email, List<byte[]> People)> waiting = [];

    /// <summary>How many people wait.</summary>
    internal int Waiting { get; private set; }

    /// <summary>Of how many managers.</summary>
    internal int Managers => waiting.Count;

    /// <summary>Takes note of a user's addresses and gives the people who waited for one of them, complete now.</summary>
    internal IReadOnlyList<SourceRecord> Came(GoogleUser user)
    {
        var id = ids.Pack(user.Id!);
        var released = Came(user.PrimaryEmail, user.Id!, id, Nobody);
        released = Came(user.Aliases, user.Id!, id, released);
        return Came(user.NonEditableAliases, user.Id!, id, released);
    }

    /// <summary>The anchor of the manager with an address, or null when nobody who came so far has it.</summary>
    internal string? Find(string email) => Find(KeyOf(email));

    /// <summary>The same by the address's key.</summary>
    internal string? Find(UInt128 key) => byAddress.TryGetValue(key, out var id) ? ids.Unpack(id) : null;

    /// <summary>Lets a person wait for a manager.</summary>
    internal void Wait(string email, SourceRecord person) => Wait(email, KeyOf(email), person);

    /// <summary>The same, with the address's key at hand.</summary>
    internal void Wait(string email, UInt128 key, SourceRecord person)
    {
        ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(waiting, key, out var isKnown);
        if (!isKnown)
        {
            group = (email, []);
        }

        group.People.Add(PackedPerson.Pack(person, buffer));
        Waiting++;
    }

    /// <summary>The address that the most people wait for.</summary>
    internal string? MostWanted() => waiting.Count == 0 ? null : waiting.Values.MaxBy(group => group.People.Count).Email;

    /// <summary>The addresses that somebody waits for, in an order that does not depend on the list's.</summary>
    internal IReadOnlyList<string> Wanted() => [.. waiting.OrderBy(group => group.Key).Select(group => group.Value.Email)];

    /// <summary>Gives the people who wait for an address; without a manager when the anchor is null.</summary>
    internal IReadOnlyList<SourceRecord> Settle(string email, string? anchor)
    {
        var key = KeyOf(email);
        if (anchor is not null)
        {
            byAddress[key] = ids.Pack(anchor);
        }

        return Release(key, anchor, Nobody);
    }

    /// <summary>The same for all spellings of one address.</summary>
    internal UInt128 KeyOf(string email)
    {
        var trimmed = email.AsSpan().Trim();
        Span<char> lower = trimmed.Length <= ShortMax ? stackalloc char[trimmed.Length] : new char[trimmed.Length];
        trimmed.ToLowerInvariant(lower);
        hash.AppendData(MemoryMarshal.AsBytes<char>(lower));
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }

    public void Dispose() => hash.Dispose();

    private List<SourceRecord> Came(IReadOnlyList<string>? addresses, string anchor, UInt128 id, List<SourceRecord> released)
    {
        for (var i = 0; i < addresses?.Count; i++)
        {
            released = Came(addresses[i], anchor, id, released);
        }

        return released;
    }

    private List<SourceRecord> Came(string? address, string anchor, UInt128 id, List<SourceRecord> released)
    {
        if (address is not { Length: > 0 })
        {
            return released;
        }

        var key = KeyOf(address);
        byAddress[key] = id;
        return Release(key, anchor, released);
    }

    /// <summary>Those who waited for an address and those released before; mostly nobody does.</summary>
    private List<SourceRecord> Release(UInt128 key, string? anchor, List<SourceRecord> released)
    {
        if (!waiting.Remove(key, out var group))
        {
            return released;
        }

        Waiting -= group.People.Count;
        var people = group.People.ConvertAll(person => PackedPerson.Unpack(person, anchor));
        return released.Count == 0 ? people : [.. released, .. people];
    }
}
