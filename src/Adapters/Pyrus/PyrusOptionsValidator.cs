using Microsoft.Extensions.Options;

namespace SyncEngine.Adapters.Pyrus;

/// <summary>Checks all options at once; says which key, what it holds (never the secret) and what is allowed.</summary>
internal sealed class PyrusOptionsValidator : IValidateOptions<PyrusOptions>
{
    public ValidateOptionsResult Validate(string? name, PyrusOptions options)
    {
        var failures = new List<string>();
        var system = string.IsNullOrEmpty(name) ? "Pyrus" : $"Systems:{name}";
        if (BaseUrlProblem(options.BaseUrl) is { } problem)
        {
            failures.Add($"{system}:BaseUrl is '{WithoutUserInfo(options.BaseUrl)}': {problem}");
        }

        Require(!string.IsNullOrWhiteSpace(options.Login), $"{system}:Login is missing: give the email of a Pyrus Administrator, or a bot's login.");
        Require(
            !string.IsNullOrWhiteSpace(options.SecurityKey),
            $"{system}:SecurityKey is missing: it is made in the Pyrus profile of the login, under Authorization.");
        Require(options.PersonId is null or > 0, $"{system}:PersonId is {options.PersonId}: a positive number is expected, or none.");
        InRange(nameof(options.RequestTimeout), options.RequestTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(20));
        Require(options.ReadAttempts is >= 2 and <= 10, $"{system}:ReadAttempts is {options.ReadAttempts}: 2 to 10 are allowed.");
        InRange(nameof(options.ReadRetryDelay), options.ReadRetryDelay, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        InRange(nameof(options.RateLimitWaitMax), options.RateLimitWaitMax, TimeSpan.Zero, TimeSpan.FromHours(1));
        Require(
            options.ResponseMegabytesMax is >= 1 and <= 1_024, $"{system}:ResponseMegabytesMax is {options.ResponseMegabytesMax}: 1 to 1024 are allowed.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Require(bool holds, string failure)
        {
            if (!holds)
            {
                failures.Add(failure);
            }
        }

        void InRange(string key, TimeSpan value, TimeSpan min, TimeSpan max) =>
            Require(value >= min && value <= max, $"{system}:{key} is {value:c}: {min:c} to {max:c} are allowed.");
    }

    private static string? BaseUrlProblem(string? text)
    {
        if (!Uri.TryCreate(text?.Trim(), UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
        {
            return $"an address such as {PyrusOptions.BaseUrlDefault} is expected.";
        }

        if (url.Scheme == "http" && !url.IsLoopback)
        {
            return "only https is allowed, since the key and the token would travel in the open.";
        }

        return url.Query.Length > 0 || url.Fragment.Length > 0 || url.UserInfo.Length > 0
            ? "it must not have a user, a query or a fragment."
            : null;
    }

    private static string WithoutUserInfo(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.UserInfo.Length > 0 ? $"{url.Scheme}://***@{url.Authority}{url.AbsolutePath}" : text ?? "";
}
