using System.Text;
using System.Text.Json;

namespace SyncEngine.Emulators;

/// <summary>The key file of a service account, as the Cloud console hands it out.</summary>
internal static class ServiceAccountKey
{
    internal static string ToJson(GSuiteServiceAccount account, Uri tokenUrl) => Encoding.UTF8.GetString(GSuiteAnswer.Write(
        json =>
        {
            json.WriteStartObject();
            json.WriteString("type", "service_account");
            json.WriteString("project_id", "emulated-project");
            json.WriteString("private_key_id", account.PrivateKeyId);
            json.WriteString("private_key", account.PrivateKey);
            json.WriteString("client_email", account.ClientEmail);
            json.WriteString("client_id", account.ClientId);
            json.WriteString("auth_uri", new Uri(tokenUrl, "auth").ToString());
            json.WriteString("token_uri", tokenUrl.ToString());
            json.WriteString("universe_domain", "googleapis.com");
            json.WriteEndObject();
        },
        indented: true).Span) + "\n";
}
