using SyncEngine.Adapters.Pyrus.Api;
using SyncEngine.Model;

namespace SyncEngine.Adapters.Pyrus;

/// <summary>Turns failures that concern the system as a whole into the engine's exception: what, where, what to do.</summary>
internal static class PyrusErrors
{
    internal const string PermissionDenied = "TargetPermissionDenied";

    /// <summary>The remedy of the page this product answers to.</summary>
    private const string AdministratorRemedy =
        "Give this account Administrator rights in Pyrus, or configure the Login and SecurityKey of an Administrator, and run the synchronization again.";

    internal static ConnectedSystemException Of(SystemName system, PyrusOptions options, PyrusApiException e)
    {
        var (code, message, remedy) = e.Failure switch
        {
            PyrusFailure.SignInRefused => SignIn(options, e),
            PyrusFailure.Unreachable => ("Unreachable", $"Pyrus cannot be reached: {e.Message}.", $"Check BaseUrl ('{options.BaseUrl}'), the network, proxy and firewall, and whether Pyrus is up."),
            PyrusFailure.Untrusted => (
                "CertificateNotTrusted",
                $"The certificate of Pyrus is not trusted: {e.Message}.",
                "Install the certificate authority of your Pyrus server on this machine, or correct BaseUrl; trust is never switched off."),
            PyrusFailure.RateLimited => ("RateLimited", $"Pyrus allows no more requests for now: {e.Message}.", "Run it again later; raise RateLimitWaitMax to wait longer."),
            PyrusFailure.RouteMissing => ("WrongAddress", $"This is not the API of Pyrus: {e.Message}.", $"Check BaseUrl ('{options.BaseUrl}'): {PyrusOptions.BaseUrlDefault} for the cloud, https://HOST/api/v4/ for a server of your own."),
            PyrusFailure.Refused when e.Status == 403 => (PermissionDenied, $"The account '{options.Login}' may not do this in Pyrus: {e.Message}.", AdministratorRemedy),
            PyrusFailure.Refused => ("Refused", $"Pyrus refused: {e.Message}.", "See the code in the message; the login may lack access."),
            _ => ("UnexpectedAnswer", $"Pyrus gave no usable answer: {e.Message}.", "Run it again; if it stays, check what stands between this machine and Pyrus."),
        };
        return new ConnectedSystemException(system, code, $"System '{system}': {message}", remedy, e);
    }

    internal static ConnectedSystemException MissingRights(SystemName system, PyrusOptions options, string missing) => new(
        system,
        PermissionDenied,
        $"System '{system}': the account '{options.Login}' lacks Administrator rights in Pyrus; missing: {missing}. Nothing was written.",
        AdministratorRemedy);

    private static (string Code, string Message, string Remedy) SignIn(PyrusOptions options, PyrusApiException e) => e.Code switch
    {
        "account_blocked" => (
            "AccountBlocked",
            $"The account '{options.Login}' is blocked in Pyrus: {e.Message}.",
            "Have a Pyrus administrator unblock it, or use another Login."),
        "person_identity_missing" or "invalid_person_id" or "invalid_person_id_email" => (
            "PersonIdNeeded",
            $"Pyrus cannot tell which account of '{options.Login}' is meant: {e.Message}.",
            "Set PersonId to the id of the account, as shown in the address of its Pyrus profile."),
        "revoked_token" or "expired_token" or "invalid_token" => (
            "TokenRefused",
            $"Pyrus gives '{options.Login}' tokens and refuses them: {e.Message}.",
            "Another program probably signs in often with the same login and pushes this one out: give the engine a login of its own."),
        _ => (
            "CredentialsRefused",
            $"Pyrus does not sign in '{options.Login}': {e.Message}.",
            "Check Login and SecurityKey; a new key is made in the Pyrus profile of that login, under Authorization."),
    };
}
