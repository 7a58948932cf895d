using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace SyncEngine.Adapters.GSuite.Tests;

/// <summary>A service account's key in a file of its own, deleted at the end.</summary>
internal sealed class KeyFile : IDisposable
{
    internal const string ServiceAccount = "sync@project.iam.gserviceaccount.com";
    internal const string KeyId = "4711abc";
    private readonly RSA rsa = RSA.Create(2048);

    internal KeyFile(Action<JsonObject>? change = null)
    {
        var json = new JsonObject
        {
            ["type"] = "service_account",
            ["project_id"] = "project",
            ["private_key_id"] = KeyId,
            ["private_key"] = rsa.ExportPkcs8PrivateKeyPem(),
            ["client_email"] = ServiceAccount,
            ["client_id"] = "1234567890",
            ["token_uri"] = "https://oauth2.googleapis.com/token",
        };
        change?.Invoke(json);
        Path = System.IO.Path.GetTempFileName();
        File.WriteAllText(Path, json.ToJsonString());
    }

    internal string Path { get; }

    internal bool Verifies(byte[] data, byte[] signature) => rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public void Dispose()
    {
        File.Delete(Path);
        rsa.Dispose();
    }
}
