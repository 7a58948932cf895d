using System.Text.Json.Nodes;

namespace SyncEngine.DemoCompany.Pyrus;

/// <summary>One account of the application before the first sync, in the words of its API.</summary>
internal sealed record SeedMember
{
    private static readonly string[] Devices = ["Chrome on Windows", "iPhone", "Android"];

    public required int Id { get; init; }

    public required string FirstName { get; init; }

    public required string LastName { get; init; }

    public required string Email { get; init; }

    public string? Position { get; init; }

    public int? DepartmentId { get; init; }

    public string Type { get; init; } = "user";

    public int? Rights { get; init; }

    public bool Banned { get; init; }

    public bool Fired { get; init; }

    public bool Owner { get; init; }

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["id"] = Id, ["first_name"] = FirstName, ["last_name"] = LastName, ["email"] = Email };
        Add(json, "position", Position, Position is not null);
        Add(json, "department_id", DepartmentId, DepartmentId is not null);
        Add(json, "type", Type, Type != "user");
        Add(json, "rights", Rights, Rights is not null);
        Add(json, "banned", Banned, Banned);
        Add(json, "fired", Fired, Fired);
        Add(json, "owner", Owner, Owner);
        if (Type == "user" && !Banned && !Fired)
        {
            json["sessions"] = new JsonArray(Session(Id), Id % 3 == 0 ? Session(Id + 1) : null);
            ((JsonArray)json["sessions"]!).RemoveAll(session => session is null);
        }

        return json;
    }

    private static void Add(JsonObject json, string name, JsonNode? value, bool when)
    {
        if (when)
        {
            json[name] = value;
        }
    }

    private static JsonObject Session(int number) => new()
    {
        ["device"] = Devices[number % Devices.Length],
        ["started_at"] = new DateTimeOffset(2026, 11, 2, 6, 0, 0, TimeSpan.Zero).AddMinutes(number % 600).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
    };
}
