using System.Text.Json;

namespace SyncEngine.Emulators;

/// <summary><c>/orgchart</c>, with the product's inverted verbs: PUT creates, POST updates.</summary>
internal static class OrgChartEndpoints
{
    internal const string Prefix = "orgchart";

    internal static PyrusRoute[] Routes { get; } =
    [
        new("GET", Prefix, List),
        new("PUT", Prefix, Create, PyrusRights.ManagePersons),
        new("POST", Prefix + "/{id}", Update, PyrusRights.ManagePersons),
    ];

    private static void List(PyrusCall call, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("departments");
        foreach (var department in call.State.Departments)
        {
            PyrusJson.Write(json, department);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Create(PyrusCall call, Utf8JsonWriter json) => PyrusJson.Write(json, OrgChartOperations.Create(call));

    private static void Update(PyrusCall call, Utf8JsonWriter json) => PyrusJson.Write(json, OrgChartOperations.Update(call));
}
