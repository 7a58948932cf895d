using SyncEngine.Model;

namespace SyncEngine.Adapters.Pyrus.Mapping;

/// <summary>The names under which Pyrus takes the fields that the engine may write. Together with this folder's records the only place with Pyrus' names.</summary>
internal static class PyrusFields
{
    internal const string DepartmentId = "department_id";
    internal const string DropDepartment = "drop_department";
    internal const string Banned = "banned";
    internal const string DepartmentName = "department_name";
    internal const string ParentId = "parent_id";
    internal const string ManagerId = "manager_id";
    internal const string RemoveManager = "remove_manager";
    internal const string RoleName = "name";
    internal const string ExternalId = "external_id";
    internal const string MemberAdd = "member_add";
    internal const string MemberRemove = "member_remove";

    /// <summary>In PascalCase, unlike all others: the official C# client, the only one that has this call, sends the list so.</summary>
    internal const string FireMembers = "FireMembers";
    internal const string Id = "id";
    internal const string TaskReceiverId = "task_receiver_id";

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        [AttributeNames.FirstName] = "first_name",
        [AttributeNames.LastName] = "last_name",
        [AttributeNames.NativeFirstName] = "native_first_name",
        [AttributeNames.NativeLastName] = "native_last_name",
        [AttributeNames.Email] = "email",
        [AttributeNames.Position] = "position",
        [AttributeNames.Phone] = "phone",
        [AttributeNames.MobilePhone] = "mobile_phone",
        [AttributeNames.EmployeeNumber] = "personnel_number",
        [AttributeNames.ExternalId] = "external_id",
    };

    /// <summary>The canonical names that can be written, for messages.</summary>
    internal static string Writable => string.Join(", ", Names.Keys.Order(StringComparer.Ordinal));

    internal static string? Of(string canonical) => Names.GetValueOrDefault(canonical);
}
