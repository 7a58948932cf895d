using SyncEngine.Adapters.GSuite.Api;

namespace SyncEngine.Adapters.GSuite.Reading;

/// <summary>Which customer answers: by the users that were read anyway, so that no scope for customers is needed.</summary>
internal static class CustomerIdentity
{
    internal static async Task<string> OfAsync(DirectoryClient client, GSuiteOptions options, Page<GoogleUser> first, CancellationToken cancellationToken)
    {
        var id = first.Items.Select(user => user?.CustomerId).FirstOrDefault(customer => !string.IsNullOrEmpty(customer))
            ?? (await client.UserAsync(options.DelegatedAdmin.Trim(), "customerId", "the administrator", cancellationToken).ConfigureAwait(false)).CustomerId;
        if (string.IsNullOrEmpty(id))
        {
            throw new GoogleApiException(GoogleFailure.AnswerLost, $"{client.Server}: users came without the id of their customer");
        }

        // A domain can be another customer's where a reseller's rights reach further.
        return options.Customer == GSuiteOptions.CustomerDefault || options.Customer == id
            ? id
            : throw new GoogleApiException(GoogleFailure.Refused, $"{client.Server}: the users are of the customer {id}, and {options.Customer} was asked for")
            { Reason = "wrongCustomer" };
    }
}
