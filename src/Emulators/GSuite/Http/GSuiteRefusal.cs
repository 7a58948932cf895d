namespace SyncEngine.Emulators;

/// <summary>Ends a request with an error answer. Never leaves the emulator.</summary>
internal sealed class GSuiteRefusal(int status, string reason, string message) : Exception(message)
{
    internal const string NotAuthorized = "Not Authorized to access this resource/api";

    internal int Status { get; } = status;

    internal string Reason { get; } = reason;

    internal string Domain { get; init; } = "global";

    /// <summary>The name of the canonical code (<c>PERMISSION_DENIED</c>), which only some answers carry.</summary>
    internal string? Code { get; init; }

    /// <summary>The parameter or header at fault.</summary>
    internal string? Location { get; init; }

    internal string LocationType { get; init; } = "parameter";

    /// <summary>The reason in upper case and what it is about, in the newer part of an answer; null leaves that part out.</summary>
    internal (string Reason, string Service, string About)? Info { get; init; }

    internal static GSuiteRefusal Invalid(string message) => new(400, "invalid", message);

    internal static GSuiteRefusal Parameter(string name, string message) => new(400, "invalidParameter", message) { Location = name };

    internal static GSuiteRefusal Bad(string message = "Bad Request") => new(400, "badRequest", message);

    internal static GSuiteRefusal Required(string name) => new(400, "required", $"Required parameter: {name}") { Location = name };

    internal static GSuiteRefusal NotFound(string what) => new(404, "notFound", $"Resource Not Found: {what}");

    internal static GSuiteRefusal Forbidden() => new(403, "forbidden", NotAuthorized);

    internal static GSuiteRefusal Duplicate() => new(409, "duplicate", "Entity already exists.");

    internal static GSuiteRefusal LoginRequired() => new(401, "required", "Login Required.") { Location = "Authorization", LocationType = "header", Code = "UNAUTHENTICATED" };

    internal static GSuiteRefusal BadCredentials() => new(401, "authError", "Invalid Credentials") { Location = "Authorization", LocationType = "header", Code = "UNAUTHENTICATED" };

    internal static GSuiteRefusal UserRateLimit() => new(403, "userRateLimitExceeded", "User Rate Limit Exceeded. Rate of requests for user exceed configured project quota, you may consider re-evaluating expected per-user traffic to the API and adjust project quota limits accordingly.")
    {
        Domain = "usageLimits",
    };
}
