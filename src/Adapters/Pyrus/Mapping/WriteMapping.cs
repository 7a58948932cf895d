using System.Text.Json.Nodes;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Adapters.Pyrus.Mapping;

/// <summary>The body of one write.</summary>
/// <param name="Json">What is sent; absent fields stay as they are.</param>
/// <param name="Problem">Why it cannot be sent, or null.</param>
/// <param name="Note">What was left out of it, or null.</param>
internal sealed record WriteBody(JsonObject Json, string? Problem = null, string? Note = null);

/// <summary>Makes the body of a write to an account from a change.</summary>
internal static class WriteMapping
{
    internal static WriteBody Account(Change change, bool creation)
    {
        var json = new JsonObject();
        string? note = null;
        foreach (var (name, values) in change.Fields)
        {
            if (PyrusFields.Of(name) is not { } field)
            {
                return new WriteBody(json, $"Pyrus has no writable field for '{name}'; it takes: {PyrusFields.Writable}.");
            }

            if (name == AttributeNames.ExternalId && !creation)
            {
                note = "external_id was left out: Pyrus takes it only when an account is made.";
                continue;
            }

            json[field] = values[0];
        }

        foreach (var name in change.Cleared)
        {
            if (PyrusFields.Of(name) is not { } field)
            {
                return new WriteBody(json, $"Pyrus has no field '{name}' that could be cleared; it takes: {PyrusFields.Writable}.");
            }

            // Absent means unchanged and null is ignored by every client; the empty text is what clears.
            json[field] = "";
        }

        return WithDepartment(json, change, note);
    }

    private static WriteBody WithDepartment(JsonObject json, Change change, string? note)
    {
        if (change.ClearParent)
        {
            json[PyrusFields.DropDepartment] = true;
        }
        else if (change.Parent is not null)
        {
            if (AccountMapping.Id(change.Parent) is not { } department)
            {
                return new WriteBody(json, $"'{change.Parent}' is not the id of a department of Pyrus.");
            }

            json[PyrusFields.DepartmentId] = department;
        }

        return new WriteBody(json, Note: note);
    }
}
