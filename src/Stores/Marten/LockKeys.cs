using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SyncEngine.Stores.Marten;

/// <summary>The numbers of PostgreSQL's advisory locks: from a hash, since they are shared by everything in the database.</summary>
internal static class LockKeys
{
    /// <summary>Held by the host that runs a sync.</summary>
    internal static long Run(string schema, string sync) => Of($"run/{schema}/{sync}");

    /// <summary>Shared by transactions that append; taken alone for a moment to know that none is under way.</summary>
    internal static long Append(string schema) => Of($"append/{schema}");

    /// <summary>Held while the tables are made.</summary>
    internal static long Schema(string schema) => Of($"schema/{schema}");

    private static long Of(string name) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes("syncengine/" + name)));
}
