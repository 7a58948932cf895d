namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>An error of the Kerberos library: its number (in MIT's numbering) and its words.</summary>
internal sealed record GssError(int Number, string Words);
