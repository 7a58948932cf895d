using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SyncEngine.Emulators;

/// <summary>Etags as this API has them: quotes belong to the value, a slash is in the middle, the rest is opaque.</summary>
internal static class ETags
{
    internal static string Of(GSuiteCall call, string kind, string id, string version)
    {
        var salt = call.Behaviour.RestlessEtags ? Guid.NewGuid().ToString() : "";
        return Of(call.State.CustomerId, kind, id, version, salt);
    }

    /// <summary>A user's, outside of an answer.</summary>
    internal static string Of(string customerId, GSuiteUser user) => Of(customerId, "user", user.Id, Number(user.Version), "");

    internal static string Of(GSuiteCall call, GSuiteUser user) => Of(call, "user", user.Id, Number(user.Version));

    internal static string Of(GSuiteCall call, GSuiteGroup group) =>
        Of(call, "group", group.Id, Number(group.Version) + '/' + Number(Membership.Direct(call.State, group).Count(m => m.Type == "USER")));

    internal static string Of(GSuiteCall call, string groupId, MemberRow row) => Of(call, "member", groupId + '/' + row.Id, $"{row.Email}/{row.Role}/{row.Status}");

    /// <summary>A list's: changes with any of its items, and with whether more follow.</summary>
    internal static string OfList(GSuiteCall call, string kind, IEnumerable<string> etags, bool more) =>
        Of(call, kind, more ? "more" : "last", string.Concat(etags));

    private static string Of(string customerId, string kind, string id, string version, string salt) =>
        $"\"{Hash(customerId)}/{Hash($"{kind}\n{id}\n{version}\n{salt}")}\"";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Hash(string text) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 20));
}
