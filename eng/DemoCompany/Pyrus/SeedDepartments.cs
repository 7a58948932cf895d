using System.Text.Json.Nodes;

namespace SyncEngine.DemoCompany.Pyrus;

/// <summary>The part of the organisation chart that somebody made by hand.</summary>
internal sealed class SeedDepartments
{
    private readonly List<(int Id, int? Parent, string Path)> all =
    [
        (1, null, "Sales"),
        (2, 1, "Sales / EMEA"),
        (3, 2, "Sales / EMEA / Inside Sales"),
        (4, null, "IT"),
        (5, 4, "IT / Service Desk"),
        (6, null, "Legal"),
    ];

    /// <summary>The department with that path, if it is there.</summary>
    public int? Find(string path) => all.Where(d => d.Path == path).Select(d => (int?)d.Id).FirstOrDefault();

    public JsonArray ToJson() => [.. all.Select(ToJson)];

    private static JsonObject ToJson((int Id, int? Parent, string Path) department)
    {
        var json = new JsonObject { ["id"] = department.Id, ["department_name"] = department.Path[(department.Path.LastIndexOf('/') + 1)..].Trim() };
        if (department.Parent is { } parent)
        {
            json["parent_id"] = parent;
        }

        return json;
    }
}
