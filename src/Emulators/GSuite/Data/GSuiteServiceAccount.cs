using System.Security.Cryptography;

namespace SyncEngine.Emulators;

/// <summary>The service account with domain-wide delegation, and its one key.</summary>
internal sealed record GSuiteServiceAccount
{
    // Making a key takes a noticeable time; every emulator of a process begins with the same one.
    private static readonly Lazy<(string Id, string Pem)> First = new(NewKey);

    public string ClientEmail { get; init; } = "syncengine@emulated-project.iam.gserviceaccount.com";

    /// <summary>What an administrator enters in the Admin console beside the scopes.</summary>
    public string ClientId { get; init; } = "117000000000000000001";

    public string PrivateKeyId { get; init; } = "";

    /// <summary>PKCS#8, PEM.</summary>
    public string PrivateKey { get; init; } = "";

    internal GSuiteServiceAccount WithKey() => PrivateKey.Length > 0 ? this : this with { PrivateKeyId = First.Value.Id, PrivateKey = First.Value.Pem };

    internal GSuiteServiceAccount WithAnotherKey()
    {
        var (id, pem) = NewKey();
        return this with { PrivateKeyId = id, PrivateKey = pem };
    }

    private static (string Id, string Pem) NewKey()
    {
        using var rsa = RSA.Create(2_048);
        return (Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20)), rsa.ExportPkcs8PrivateKeyPem() + "\n");
    }
}
