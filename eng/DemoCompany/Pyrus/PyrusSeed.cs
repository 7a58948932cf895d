using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using SyncEngine.DemoCompany.Company;

namespace SyncEngine.DemoCompany.Pyrus;

/// <summary>What the emulated application holds before the first sync. The format is that of the emulator's data file.</summary>
internal static class PyrusSeed
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All), // a person reads it
    };

    public static byte[] Write(CorpDirectory directory)
    {
        var departments = new SeedDepartments();
        List<SeedMember> members = [.. Strangers.All, .. new SeedAccounts(directory, departments).Make()];
        var document = new JsonObject
        {
            ["organization"] = new JsonObject { ["id"] = 110001, ["name"] = "Corp Example" },
            ["login"] = Strangers.Login,
            ["members"] = new JsonArray([.. members.Select(m => m.ToJson())]),
            ["departments"] = departments.ToJson(),
            ["roles"] = new JsonArray(
                Role(2001, "Deal desk", members, Cast.Marries, Cast.LeavesAndIsMovedAway),
                Role(2002, "First line", members, Cast.IsDeleted, Cast.IsMissing, "jonas.vogel")),
        };
        return [.. JsonSerializer.SerializeToUtf8Bytes(document, Json), (byte)'\n'];

        JsonObject Role(int id, string name, IEnumerable<SeedMember> all, params string[] logins) => new()
        {
            ["id"] = id,
            ["name"] = name,
            ["member_ids"] = new JsonArray(
                [.. logins.Select(login => (JsonNode)all.Single(m => m.Email == directory.Person(login).Mail).Id)]),
        };
    }
}
