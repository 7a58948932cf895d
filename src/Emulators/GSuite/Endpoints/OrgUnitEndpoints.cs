using System.Text.Json;

namespace SyncEngine.Emulators;

/// <summary><c>customer/{customerId}/orgunits</c>, as far as it only reads. One answer carries all: there are no pages.</summary>
internal static class OrgUnitEndpoints
{
    internal static GSuiteRoute[] Routes { get; } =
    [
        new("orgunits.list", "GET", GSuiteRoutes.Prefix + "customer/{customerId}/orgunits", List, GSuiteScopes.OrgUnits)
        {
            Answer = Shape.OrgUnits, Parameters = ["orgUnitPath", "type"],
        },
        new("orgunits.get", "GET", GSuiteRoutes.Prefix + "customer/{customerId}/orgunits/{+orgUnitPath}", Get, GSuiteScopes.OrgUnits) { Answer = Shape.OrgUnit },
    ];

    private static void List(GSuiteCall call, Utf8JsonWriter json)
    {
        call.CheckCustomer(call.Segment("customerId"));
        var above = Known(call, call.Text("orgUnitPath") ?? "/");
        var below = above.OrgUnitPath.TrimEnd('/') + '/';
        var units = call.State.OrgUnits.Where(call.OneOf("type", "all", "children", "allIncludingParent") switch
        {
            "all" => u => u != above && u.OrgUnitPath.StartsWith(below, StringComparison.Ordinal),
            "allIncludingParent" => u => u == above || u.OrgUnitPath.StartsWith(below, StringComparison.Ordinal),
            _ => u => u.ParentPath == above.OrgUnitPath,
        }).ToList();
        ListJson.Write(json, call, "admin#directory#orgUnits", "organizationUnits", units, u => ETag(call, u), (u, etag) => Write(json, call, u, etag));
    }

    private static void Get(GSuiteCall call, Utf8JsonWriter json)
    {
        call.CheckCustomer(call.Segment("customerId"));
        var unit = Known(call, call.Segment("orgUnitPath"));
        Write(json, call, unit, ETag(call, unit));
    }

    private static GSuiteOrgUnit Known(GSuiteCall call, string pathOrId) =>
        call.State.OrgUnit(pathOrId) ?? throw new GSuiteRefusal(404, "notFound", "Org unit not found");

    private static string ETag(GSuiteCall call, GSuiteOrgUnit unit) => ETags.Of(call, "orgUnit", unit.OrgUnitId, unit.OrgUnitPath + '\n' + unit.Description);

    private static void Write(Utf8JsonWriter json, GSuiteCall call, GSuiteOrgUnit unit, string etag)
    {
        json.WriteStartObject();
        json.WriteString("kind", "admin#directory#orgUnit");
        json.WriteString("name", unit.OrgUnitPath == "/" ? call.State.Domains[0] : unit.Name);
        json.WriteString("description", unit.Description ?? "");
        json.WriteString("etag", etag);
        json.WriteBoolean("blockInheritance", false);
        json.WriteString("orgUnitId", unit.OrgUnitId);
        json.WriteString("orgUnitPath", unit.OrgUnitPath);
        if (unit.ParentPath is { } parent)
        {
            json.WriteString("parentOrgUnitPath", parent);
            json.WriteString("parentOrgUnitId", call.State.OrgUnit(parent)!.OrgUnitId);
        }

        json.WriteEndObject();
    }
}
