using System.Security.Cryptography;
using System.Text;

namespace SyncEngine.TestSupport.Samba;

/// <summary>
/// What a domain holds from its start, as LDIF that adds (or, with changetype, modifies) its objects in order. It goes past the server into its files,
/// which is ten times as fast as over LDAP: some seconds for each thousand people, once; then the loaded domain is kept packed in the user's cache.
/// </summary>
/// <param name="write">Writes the LDIF; the same every time. A primaryGroupID may be the group's DN instead of a number.</param>
public sealed class SambaContent(Action<TextWriter> write)
{
    private const string Loader = """
        import sys
        import ldb
        from samba.auth import system_session
        from samba.param import LoadParm
        from samba.samdb import SamDB

        folder, ldif = sys.argv[1:3]
        lp = LoadParm()
        lp.load(folder + "/etc/smb.conf")
        for name, place in (("private dir", "private"), ("state directory", "state"), ("cache directory", "cache"), ("lock directory", "lock")):
            lp.set(name, folder + "/" + place)
        db = SamDB(url=folder + "/private/sam.ldb", session_info=system_session(), lp=lp, options=["batch_mode:1"])

        def number(group):
            found = db.search(base=group, scope=ldb.SCOPE_BASE, attrs=["objectSid"])
            return db.schema_format_value("objectSid", found[0]["objectSid"][0]).decode().rsplit("-", 1)[1]

        db.transaction_start()
        with open(ldif, encoding="utf-8") as f:
            for count, (changetype, message) in enumerate(db.parse_ldif(f.read()), 1):
                if changetype == ldb.CHANGETYPE_MODIFY:
                    if "primaryGroupID" in message and "=" in str(message["primaryGroupID"]):
                        message["primaryGroupID"] = ldb.MessageElement(number(str(message["primaryGroupID"])), ldb.FLAG_MOD_REPLACE, "primaryGroupID")
                    db.modify(message)
                else:
                    db.add(message)
                if count % 10000 == 0:
                    db.transaction_commit()
                    db.transaction_start()
        db.transaction_commit()
        """;

    internal void Write(string path)
    {
        using var text = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        write(text);
    }

    /// <summary>Tells this content, loaded in this way, from any other.</summary>
    internal static async Task<string> FingerprintAsync(string path, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(Loader));
        await using var file = File.OpenRead(path);
        hash.AppendData(await SHA256.HashDataAsync(file, cancellationToken));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }

    internal static Task LoadAsync(string folder, string path, CancellationToken cancellationToken) =>
        SambaPackages.RunPythonAsync(["-c", Loader, folder, path], cancellationToken);
}
