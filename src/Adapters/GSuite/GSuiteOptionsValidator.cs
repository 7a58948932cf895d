using System.Globalization;
using Microsoft.Extensions.Options;

namespace SyncEngine.Adapters.GSuite;

/// <summary>Checks all options at once; says which key, what it holds and what is allowed.</summary>
internal sealed class GSuiteOptionsValidator : IValidateOptions<GSuiteOptions>
{
    private const int DomainCountMax = 100;
    private const int SecretLengthMin = 32;

    public ValidateOptionsResult Validate(string? name, GSuiteOptions options)
    {
        var failures = new List<string>();
        var system = string.IsNullOrEmpty(name) ? "G Suite" : $"Systems:{name}";
        if (BaseUrlProblem(options.BaseUrl) is { } problem)
        {
            failures.Add($"{system}:BaseUrl is '{WithoutUserInfo(options.BaseUrl)}': {problem}");
        }

        if (NotificationProblem(options.NotificationAddress) is { } wrong)
        {
            failures.Add($"{system}:NotificationAddress is '{WithoutUserInfo(options.NotificationAddress)}': {wrong}");
        }

        Require(
            string.IsNullOrEmpty(options.NotificationSecret) || options.NotificationSecret.Length >= SecretLengthMin,
            $"{system}:NotificationSecret is too short: {SecretLengthMin} characters or more are expected, or none for one of the process's own.");
        Require(IsCustomer(options.Customer), $"{system}:Customer is '{options.Customer}': {GSuiteOptions.CustomerDefault} or an id such as C03az79cb is expected.");
        Require(
            IsEmail(options.DelegatedAdmin),
            $"{system}:DelegatedAdmin is '{options.DelegatedAdmin}': the email of the administrator in whose name the service account reads is expected.");
        Require(options.Domains.Count <= DomainCountMax, $"{system}:Domains has {options.Domains.Count} entries: {DomainCountMax} are allowed.");
        foreach (var domain in options.Domains.Where(d => !IsDomain(d)))
        {
            failures.Add($"{system}:Domains has '{domain}': a domain such as corp.example is expected.");
        }

        Require(
            options.Domains.Distinct(StringComparer.OrdinalIgnoreCase).Count() == options.Domains.Count,
            $"{system}:Domains is '{string.Join(", ", options.Domains)}': each domain may stand there once.");
        Require(
            Enum.IsDefined(options.CustomerMembers),
            $"{system}:CustomerMembers is '{options.CustomerMembers}': {string.Join(" or ", Enum.GetNames<CustomerMembers>())} is expected.");
        Number(nameof(options.UserPageSize), options.UserPageSize, 1, GSuiteOptions.UserPageSizeMax);
        Number(nameof(options.GroupPageSize), options.GroupPageSize, 1, GSuiteOptions.GroupPageSizeMax);
        Number(nameof(options.MemberPageSize), options.MemberPageSize, 1, GSuiteOptions.MemberPageSizeMax);
        Number(nameof(options.Concurrency), options.Concurrency, 1, 20);
        Number(nameof(options.ReadAttempts), options.ReadAttempts, 2, 10);
        Number(nameof(options.ListingRestarts), options.ListingRestarts, 0, 10);
        Number(nameof(options.WaitingForManagersMax), options.WaitingForManagersMax, 1, 1_000_000);
        Number(nameof(options.ManagerLookupsMax), options.ManagerLookupsMax, 0, 100_000);
        Number(nameof(options.ResponseMegabytesMax), options.ResponseMegabytesMax, 1, 1_024);
        Duration(nameof(options.RequestTimeout), options.RequestTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        Duration(nameof(options.ReadRetryDelay), options.ReadRetryDelay, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Duration(nameof(options.QuotaWaitMax), options.QuotaWaitMax, TimeSpan.Zero, TimeSpan.FromHours(1));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Require(bool holds, string failure)
        {
            if (!holds)
            {
                failures.Add(failure);
            }
        }

        void Number(string key, int value, int min, int max) => Require(
            value >= min && value <= max, string.Create(CultureInfo.InvariantCulture, $"{system}:{key} is {value}: {min} to {max} are allowed."));

        void Duration(string key, TimeSpan value, TimeSpan min, TimeSpan max) =>
            Require(value >= min && value <= max, $"{system}:{key} is {value:c}: {min:c} to {max:c} are allowed.");
    }

    private static bool IsCustomer(string? text) =>
        text is GSuiteOptions.CustomerDefault || (text is ['C', _, ..] && text.All(char.IsAsciiLetterOrDigit));

    private static bool IsEmail(string? text) => text is not null && text.Trim().Split('@') is [{ Length: > 0 }, { } host] && IsDomain(host);

    private static bool IsDomain(string? text) =>
        text is { Length: > 0 } && text.Contains('.', StringComparison.Ordinal) && Uri.CheckHostName(text.Trim()) == UriHostNameType.Dns;

    private static string? BaseUrlProblem(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
        {
            return $"an address such as {GSuiteOptions.BaseUrlDefault} is expected.";
        }

        if (url.Scheme == "http" && !url.IsLoopback)
        {
            return "only https is allowed, since the token would travel in the open.";
        }

        return url.Query.Length > 0 || url.Fragment.Length > 0 || url.UserInfo.Length > 0
            ? "it must not have a user, a query or a fragment."
            : null;
    }

    private static string? NotificationProblem(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url) || !(url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback)))
        {
            return "a public https address is expected, since Google sends to no other.";
        }

        return url.Fragment.Length > 0 || url.UserInfo.Length > 0 ? "it must not have a user or a fragment." : null;
    }

    private static string WithoutUserInfo(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.UserInfo.Length > 0 ? $"{url.Scheme}://***@{url.Authority}{url.AbsolutePath}" : text ?? "";
}
