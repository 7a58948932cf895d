using System.Text.Json;

namespace SyncEngine.Emulators;

/// <summary><c>/members</c>. One answer carries everybody: the product has no pages.</summary>
internal static class MemberEndpoints
{
    internal const string Bulk = "members/bulk";

    internal static PyrusRoute[] Routes { get; } =
    [
        new("GET", "members", List),
        new("POST", "members", Create, PyrusRights.ManagePersons, IsCreation: true),
        new("GET", "members/{id}", Get),
        new("PUT", "members/{id}", Update, PyrusRights.ManagePersons),
        new("DELETE", "members/{id}", Block, PyrusRights.ManagePersons),
        new("POST", Bulk, Many, PyrusRights.ManagePersons),
    ];

    private static void List(PyrusCall call, Utf8JsonWriter json)
    {
        var fired = call.Flag("include_fired");
        json.WriteStartObject();
        json.WriteStartArray("members");
        foreach (var member in call.State.Members.Where(m => fired || !m.Fired))
        {
            PyrusJson.Write(json, member, call, inList: true);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Get(PyrusCall call, Utf8JsonWriter json) => PyrusJson.Write(json, call.KnownMember(call.Id), call, inList: false);

    private static void Create(PyrusCall call, Utf8JsonWriter json) => PyrusJson.Write(json, MemberOperations.Create(call, call.Body), call, inList: false);

    private static void Update(PyrusCall call, Utf8JsonWriter json) => PyrusJson.Write(json, MemberOperations.Update(call, call.Id, call.Body), call, inList: false);

    private static void Block(PyrusCall call, Utf8JsonWriter json) => PyrusJson.Write(json, MemberOperations.Block(call, call.Id), call, inList: false);

    private static void Many(PyrusCall call, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray(call.Behaviour.BulkAnswerList);
        foreach (var member in BulkOperations.Run(call))
        {
            PyrusJson.Write(json, member, call, inList: false);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
