namespace SyncEngine.Adapters.GSuite.Api;

/// <summary>Whose users or groups a list shows: a customer's, or one domain's.</summary>
/// <param name="Parameter">The query parameter, <c>customer</c> or <c>domain</c>.</param>
/// <param name="Value">Its value.</param>
internal sealed record DirectoryScope(string Parameter, string Value)
{
    internal static DirectoryScope Customer(string customer) => new("customer", customer);

    internal static DirectoryScope Domain(string domain) => new("domain", domain);

    /// <summary>The lists that cover what the options say: one for the customer, or one for each domain.</summary>
    internal static IReadOnlyList<DirectoryScope> Of(GSuiteOptions options) =>
        options.Domains.Count == 0 ? [Customer(options.Customer)] : [.. options.Domains.Select(domain => Domain(domain.Trim()))];
}
