using System.Globalization;
using System.Text.Json;

namespace SyncEngine.Emulators;

/// <summary>Writes people, roles and departments as the API shows them: empty fields are left out, or shown as in the samples.</summary>
internal static class PyrusJson
{
    internal static void Write(Utf8JsonWriter json, PyrusMember member, PyrusCall call, bool inList)
    {
        var samples = call.Behaviour.SamplesMode;
        json.WriteStartObject();
        json.WriteNumber("id", member.Id);
        foreach (var field in MemberFields.All)
        {
            var value = field.Get(member) ?? "";
            if (value.Length > 0 || samples)
            {
                json.WriteString(field.Name, samples && field == MemberFields.Email ? " " + value : value);
            }
        }

        json.WriteString("type", member.Type);
        if (member.DepartmentId is { } department)
        {
            Number(json, "department_id", department, samples);
            json.WriteString("department_name", call.State.Department(department)?.DepartmentName ?? "");
        }

        if (member.VacationDays is { } days)
        {
            Number(json, "vacation_days", days, samples);
        }

        if (member.Rights != 0 && !(inList && call.Behaviour.ListOmitsRights))
        {
            json.WriteNumber("rights", member.Rights);
        }

        Flag(json, "banned", member.Banned, samples);
        if (member.Fired)
        {
            Flag(json, "fired", true, samples);
        }

        if (member.TaskReceiver is { } receiver)
        {
            json.WriteNumber("task_receiver", receiver);
        }

        json.WriteEndObject();
    }

    internal static void Write(Utf8JsonWriter json, PyrusRole role, PyrusCall call)
    {
        var samples = call.Behaviour.SamplesMode;
        json.WriteStartObject();
        json.WriteNumber("id", role.Id);
        json.WriteString("name", role.Name);
        if (role.ExternalId is not null || samples)
        {
            json.WriteString("external_id", role.ExternalId ?? "");
        }

        if (role.MemberIds.Count > 0)
        {
            json.WriteStartArray("member_ids");
            foreach (var id in role.MemberIds)
            {
                json.WriteNumberValue(id);
            }

            json.WriteEndArray();
        }

        Flag(json, "banned", role.Banned, samples);
        if (role.Fired)
        {
            Flag(json, "fired", true, samples);
        }

        json.WriteEndObject();
    }

    internal static void Write(Utf8JsonWriter json, PyrusDepartment department)
    {
        json.WriteStartObject();
        json.WriteNumber("id", department.Id);
        json.WriteString("department_name", department.DepartmentName);
        if (department.ParentId is { } parent)
        {
            json.WriteNumber("parent_id", parent);
        }

        if (department.ManagerId is { } manager)
        {
            json.WriteNumber("manager_id", manager);
        }

        if (department.ExternalId is { } external)
        {
            json.WriteNumber("external_id", external);
        }

        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, long value, bool asText)
    {
        if (asText)
        {
            json.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            json.WriteNumber(name, value);
        }
    }

    private static void Flag(Utf8JsonWriter json, string name, bool value, bool asText)
    {
        if (asText)
        {
            json.WriteString(name, value ? "true" : "false");
        }
        else
        {
            json.WriteBoolean(name, value);
        }
    }
}
