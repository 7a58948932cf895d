using System.Globalization;
using System.Text;

namespace SyncEngine.TestSupport.Samba;

/// <summary>Changes a domain by the standard LDAP tools, as its administrator.</summary>
public sealed class LdapTools(string url, string caFile, string passwordFile)
{
    // With the bit "password not required": setting a password costs the controller most of the time of adding a user.
    private const int Enabled = 512 + 32;
    private const int Disabled = 514 + 32;
    private readonly Dictionary<string, string> environment = new(StringComparer.Ordinal) { ["LDAPTLS_CACERT"] = caFile };

    /// <summary>Applies change records (LDIF with changetype).</summary>
    public Task ChangeAsync(string ldif, CancellationToken cancellationToken, params string[] options) =>
        Command.RunAsync("ldapmodify", [.. Sign(), .. options], cancellationToken, ldif, environment);

    /// <summary>Searches and gives what ldapsearch prints.</summary>
    public Task<string> SearchAsync(IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        Command.RunAsync("ldapsearch", [.. Sign(), .. arguments], cancellationToken, null, environment);

    public async Task<string> AddUnitAsync(string name, string parent, CancellationToken cancellationToken)
    {
        var dn = $"OU={Escape(name)},{parent}";
        await ChangeAsync(Add(dn, "organizationalUnit", []), cancellationToken);
        return dn;
    }

    /// <summary>Adds an enabled user, who has no password and cannot sign in.</summary>
    public async Task<string> AddUserAsync(
        string name, string login, string parent, CancellationToken cancellationToken, params (string Name, string Value)[] attributes)
    {
        var (dn, ldif) = User(name, login, parent, attributes);
        await ChangeAsync(ldif, cancellationToken);
        return dn;
    }

    /// <summary>Gives a user a password.</summary>
    public Task SetPasswordAsync(string dn, string password, CancellationToken cancellationToken) => ChangeAsync(
        $"{Line("dn", dn)}changetype: modify\nreplace: unicodePwd\nunicodePwd:: {Convert.ToBase64String(Encoding.Unicode.GetBytes($"\"{password}\""))}\n\n",
        cancellationToken);

    /// <summary>The LDIF that adds an enabled user, so that many can be added at once.</summary>
    public static (string Dn, string Ldif) User(string name, string login, string parent, params (string Name, string Value)[] attributes)
    {
        var dn = $"CN={Escape(name)},{parent}";
        return (dn, Add(dn, "user", [("sAMAccountName", login), ("userAccountControl", Enabled.ToString(CultureInfo.InvariantCulture)), .. attributes]) + "\n");
    }

    public async Task<string> AddGroupAsync(string name, string parent, CancellationToken cancellationToken, params string[] members)
    {
        var dn = $"CN={Escape(name)},{parent}";
        await ChangeAsync(Add(dn, "group", [("sAMAccountName", name), .. members.Select(m => ("member", m))]) + "\n", cancellationToken);
        return dn;
    }

    /// <summary>Replaces an attribute's values; none removes it.</summary>
    public Task SetAsync(string dn, string attribute, CancellationToken cancellationToken, params string[] values) =>
        ChangeAsync(
            $"{Line("dn", dn)}changetype: modify\nreplace: {attribute}\n{string.Concat(values.Select(v => Line(attribute, v)))}\n", cancellationToken);

    public Task DisableAsync(string dn, CancellationToken cancellationToken) =>
        SetAsync(dn, "userAccountControl", cancellationToken, Disabled.ToString(CultureInfo.InvariantCulture));

    public Task EnableAsync(string dn, CancellationToken cancellationToken) =>
        SetAsync(dn, "userAccountControl", cancellationToken, Enabled.ToString(CultureInfo.InvariantCulture));

    /// <summary>Renames or moves an entry and gives its new DN.</summary>
    public async Task<string> MoveAsync(string dn, string newRelativeName, string newParent, CancellationToken cancellationToken)
    {
        await ChangeAsync(
            $"{Line("dn", dn)}changetype: modrdn\n{Line("newrdn", newRelativeName)}deleteoldrdn: 1\n{Line("newsuperior", newParent)}\n", cancellationToken);
        return $"{newRelativeName},{newParent}";
    }

    public Task DeleteAsync(string dn, CancellationToken cancellationToken) =>
        ChangeAsync($"{Line("dn", dn)}changetype: delete\n\n", cancellationToken);

    /// <summary>The entry's objectGUID, as the engine writes it.</summary>
    public async Task<string> AnchorAsync(string dn, CancellationToken cancellationToken)
    {
        var output = await SearchAsync(["-LLL", "-o", "ldif-wrap=no", "-s", "base", "-b", dn, "objectGUID"], cancellationToken);
        var value = output.Split('\n').Single(l => l.StartsWith("objectGUID:: ", StringComparison.Ordinal))["objectGUID:: ".Length..];
        return new Guid(Convert.FromBase64String(value)).ToString("D");
    }

    /// <summary>Exports what a filter finds as the package's README says, into a file.</summary>
    public async Task ExportAsync(string path, string baseDn, string filter, IEnumerable<string> attributes, CancellationToken cancellationToken, int pageSize = 1000) =>
        await File.WriteAllTextAsync(
            path,
            await SearchAsync(
                [
                    "-o", "ldif-wrap=no", "-E", $"pr={pageSize.ToString(CultureInfo.InvariantCulture)}/noprompt", "-E", "!domainScope", "-b", baseDn,
                    filter, .. attributes,
                ],
                cancellationToken),
            cancellationToken);

    /// <summary>Escapes a value for use in a DN.</summary>
    public static string Escape(string value) =>
        string.Concat(value.Select(c => c is ',' or '+' or '"' or '\\' or '<' or '>' or ';' or '=' or '#' ? $"\\{c}" : c.ToString()));

    private static string Add(string dn, string objectClass, IEnumerable<(string Name, string Value)> attributes) =>
        $"{Line("dn", dn)}changetype: add\n{Line("objectClass", objectClass)}{string.Concat(attributes.Select(a => Line(a.Name, a.Value)))}";

    private static string Line(string name, string value) => $"{name}:: {Convert.ToBase64String(Encoding.UTF8.GetBytes(value))}\n";

    private string[] Sign() => ["-x", "-H", url, "-D", SambaDomain.AdminUser, "-y", passwordFile];
}
