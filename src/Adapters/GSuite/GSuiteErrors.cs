using SyncEngine.Adapters.GSuite.Api;

namespace SyncEngine.Adapters.GSuite;

/// <summary>Turns failures that concern the system as a whole into the engine's exception: what, where, what to do.</summary>
internal static class GSuiteErrors
{
    /// <summary>A difference of clocks from which on Google may refuse an assertion.</summary>
    internal static readonly TimeSpan ClockSkewMax = TimeSpan.FromMinutes(5);

    private const string Delegation = "In the Admin console, under Security, Access and data control, API controls, Domain-wide delegation, ";

    private const string NewKey = "Make a new key of the service account in the Cloud console (IAM, Service accounts, Keys, JSON) and give its path in ServiceAccountKeyPath.";

    internal static ConnectedSystemException Of(GSuiteConnection connection, GoogleApiException e)
    {
        var (code, message, remedy) = Explain(connection, e);
        return new ConnectedSystemException(connection.Name, code, $"System '{connection.Name}': {message}", remedy, e);
    }

    /// <summary>How far this machine's clock is ahead of the server's, when that may be why an assertion was refused.</summary>
    internal static TimeSpan? ClockSkew(GoogleApiException e, DateTimeOffset now) =>
        e is { Reason: "invalid_grant", ServerTime: { } server } && (now - server).Duration() > ClockSkewMax ? now - server : null;

    private static (string Code, string Message, string Remedy) Explain(GSuiteConnection connection, GoogleApiException e) => e.Failure switch
    {
        GoogleFailure.NoCredentials => NoCredentials(e),
        GoogleFailure.SignInRefused => SignIn(connection, e),
        GoogleFailure.Unreachable => ("Unreachable", $"Google cannot be reached: {e.Message}.", "Check the network, proxy and firewall, and BaseUrl if it is set."),
        GoogleFailure.Untrusted => (
            "CertificateNotTrusted",
            $"The certificate of what answers is not trusted: {e.Message}.",
            "Something on the way opens TLS: install its certificate authority on this machine, or let it pass; trust is never switched off."),
        GoogleFailure.QuotaUsedUp => (
            "QuotaUsedUp", $"Google allows no more requests for now: {e.Message}.",
            "Run it again later; lower Concurrency, raise QuotaWaitMax, or raise the quota of the Admin SDK API in the Cloud console."),
        GoogleFailure.NotTheApi => ("WrongAddress", $"This is not the API of Google: {e.Message}.", $"Check BaseUrl; leave it empty for {GSuiteOptions.BaseUrlDefault}."),
        GoogleFailure.Refused => Refused(connection.Options, e),
        _ => ("UnexpectedAnswer", $"Google gave no usable answer: {e.Message}.", "Run it again; if it stays, check what stands between this machine and Google."),
    };

    private static (string Code, string Message, string Remedy) NoCredentials(GoogleApiException e) => e.Reason switch
    {
        "KeyUnreadable" => (e.Reason, $"{Sentence(e)}.", "Check ServiceAccountKeyPath and the file's permissions."),
        "HostCredentialsMissing" or "HostCredentialsUnusable" => (
            e.Reason, $"{Sentence(e)}.",
            "Give the JSON key of a service account in ServiceAccountKeyPath, or run where the service account of the machine may sign (role Service Account Token Creator on itself)."),
        _ => (e.Reason, $"{Sentence(e)}.", NewKey),
    };

    private static (string Code, string Message, string Remedy) SignIn(GSuiteConnection connection, GoogleApiException e)
    {
        var admin = connection.Options.DelegatedAdmin;
        if (ClockSkew(e, connection.Time.GetUtcNow()) is { } skew)
        {
            return (
                "ClockSkew",
                $"Google refuses to sign in, and this machine's clock is {skew.Duration():g} {(skew > TimeSpan.Zero ? "ahead of" : "behind")} Google's: {e.Message}.",
                "Set this machine's clock (NTP).");
        }

        return e.Reason switch
        {
            "unauthorized_client" => (
                "DelegationMissing",
                $"The service account may not read in the name of '{admin}', or not with all scopes: {e.Message}.",
                $"{Delegation}enter the client ID of the service account (client_id in its key file) with exactly these scopes: {GoogleScopes.Listed}. It can take some minutes to count."),
            "invalid_grant" when Says(e, "signature") => ("KeyRefused", $"Google does not know the key: {e.Message}.", $"The key was deleted or is of another account. {NewKey}"),
            "invalid_grant" => (
                "DelegatedAdminUnknown",
                $"Google does not sign in the service account in the name of '{admin}': {e.Message}.",
                "Check DelegatedAdmin: it must be the primary address of an active user of the customer. Check that the service account still exists."),
            "invalid_scope" => ("ScopeRefused", $"Google does not take the scopes: {e.Message}.", $"{Delegation}check the scopes: {GoogleScopes.Listed}."),
            "access_denied" => (
                "AccessDenied", $"A rule of the organisation denies the service account access: {e.Message}.",
                "Have an administrator look at API controls and context-aware access in the Admin console."),
            _ => ("CredentialsRefused", $"Google does not sign in the service account in the name of '{admin}': {e.Message}.", "Check the key, the delegation and DelegatedAdmin; doctor looks at each."),
        };
    }

    private static (string Code, string Message, string Remedy) Refused(GSuiteOptions options, GoogleApiException e) => e.Reason switch
    {
        "accessNotConfigured" or "SERVICE_DISABLED" => (
            "ApiNotEnabled",
            $"The Admin SDK API is not enabled in the project of the service account: {e.Message}.",
            "Enable 'Admin SDK API' in the Cloud console under APIs & Services, Library, in the service account's project. It can take some minutes to count."),
        "insufficientPermissions" or "ACCESS_TOKEN_SCOPE_INSUFFICIENT" => (
            "ScopeMissing", $"The token lacks a scope: {e.Message}.", $"{Delegation}check the scopes: {GoogleScopes.Listed}."),
        "domainNotFound" => ("DomainUnknown", $"Google does not know a domain of Domains ({string.Join(", ", options.Domains)}): {e.Message}.", "Correct Domains."),
        "domainCannotUseApis" => ("ApiNotAllowed", $"The domain may not use this API: {e.Message}.", "Allow API access in the Admin console, or use an edition that has it."),
        "wrongCustomer" => ("WrongCustomer", $"{Sentence(e)}.", $"Correct Customer, or leave it at {GSuiteOptions.CustomerDefault}; correct Domains."),
        "forbidden" or "notAuthorized" or "PERMISSION_DENIED" => (
            "AdminRightsMissing",
            $"'{options.DelegatedAdmin}' may not read this: {e.Message}.",
            "Give this user an admin role with the rights to read users, groups and organizational units (Admin API privileges) for the whole organisation; "
            + "check Customer and Domains: what is another customer's is refused in the same words."),
        _ when e.Status == 404 => ("NotFound", $"Google does not know what was asked for: {e.Message}.", "Check Customer and Domains."),
        _ => ("Refused", $"Google refused: {e.Message}.", "See the reason in the message."),
    };

    private static bool Says(GoogleApiException e, string word) => e.Said.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static string Sentence(GoogleApiException e) => string.Concat(e.Message[..1].ToUpperInvariant(), e.Message.AsSpan(1));
}
