namespace SyncEngine.Emulators;

/// <summary>What the product does to departments.</summary>
internal static class OrgChartOperations
{
    internal static PyrusDepartment Create(PyrusCall call)
    {
        CheckWritable(call);
        var body = call.Body;
        return call.State.Put(With(call, new PyrusDepartment(), body) is { DepartmentName: not null } department
            ? department
            : throw PyrusRefusal.Bad("required_parameter_missing"));
    }

    internal static PyrusDepartment Update(PyrusCall call)
    {
        CheckWritable(call);
        var body = call.Body;
        var before = call.State.Department(call.Id) ?? throw PyrusRefusal.Bad("invalid_department");
        var after = With(call, before, body);
        if (body.Flag("remove_manager") == true)
        {
            after = after with { ManagerId = null };
        }

        return call.State.Put(Above(call.State, after.ParentId).Contains(after.Id) ? throw PyrusRefusal.Bad("validation_error") : after);
    }

    private static PyrusDepartment With(PyrusCall call, PyrusDepartment department, PyrusBody body)
    {
        var name = body.Text("department_name")?.Trim();
        if (name is { Length: > PyrusEmulatorOptions.TextLengthMax })
        {
            throw PyrusRefusal.Bad("value_is_too_long");
        }

        var parent = body.Number("parent_id");
        if (parent is { } id && call.State.Department(id) is null)
        {
            throw PyrusRefusal.Bad("invalid_department");
        }

        return department with
        {
            DepartmentName = string.IsNullOrEmpty(name) ? department.DepartmentName : name,
            ParentId = parent ?? department.ParentId,
            ManagerId = body.Number("manager_id") is { } manager ? call.KnownMember(manager).Id : department.ManagerId,
            ExternalId = body.Number("external_id") ?? department.ExternalId,
        };
    }

    private static void CheckWritable(PyrusCall call)
    {
        if (call.Behaviour.OrgChartLocked)
        {
            throw PyrusRefusal.Bad("department_catalog_can_not_be_modified");
        }
    }

    /// <summary>The ids from a department up to the top; ends at a circle, which a seed may hold.</summary>
    private static HashSet<long> Above(PyrusState state, long? start)
    {
        var seen = new HashSet<long>();
        for (var id = start; id is { } next && seen.Add(next); id = state.Department(next)?.ParentId)
        {
        }

        return seen;
    }
}
