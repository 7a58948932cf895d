using System.Globalization;
using System.Text.Json;

namespace SyncEngine.Emulators;

/// <summary><c>customers</c> and their <c>domains</c>: what a client checks its settings against.</summary>
internal static class CustomerEndpoints
{
    private static readonly DateTimeOffset Created = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal static GSuiteRoute[] Routes { get; } =
    [
        new("customers.get", "GET", GSuiteRoutes.Prefix + "customers/{customerKey}", Get, GSuiteScopes.Customers) { Answer = Shape.Customer },
        new("domains.list", "GET", GSuiteRoutes.Prefix + "customer/{customer}/domains", Domains, GSuiteScopes.Domains) { Answer = Shape.Domains },
        new("domains.get", "GET", GSuiteRoutes.Prefix + "customer/{customer}/domains/{domainName}", Domain, GSuiteScopes.Domains) { Answer = Shape.Domain },
    ];

    private static void Get(GSuiteCall call, Utf8JsonWriter json)
    {
        call.CheckCustomer(call.Segment("customerKey"));
        json.WriteStartObject();
        json.WriteString("kind", "admin#directory#customer");
        json.WriteString("etag", ETags.Of(call, "customer", call.State.CustomerId, ""));
        json.WriteString("id", call.State.CustomerId);
        json.WriteString("customerDomain", call.State.Domains[0]);
        json.WriteString("customerCreationTime", UserJson.Time(Created));
        json.WriteString("language", "en");
        json.WriteEndObject();
    }

    private static void Domains(GSuiteCall call, Utf8JsonWriter json)
    {
        call.CheckCustomer(call.Segment("customer"));
        ListJson.Write(json, call, "admin#directory#domains", "domains", call.State.Domains, d => ETag(call, d), (d, etag) => Write(json, call, d, etag));
    }

    private static void Domain(GSuiteCall call, Utf8JsonWriter json)
    {
        call.CheckCustomer(call.Segment("customer"));
        var domain = call.State.Domains.FirstOrDefault(d => d.Equals(call.Segment("domainName"), StringComparison.OrdinalIgnoreCase))
            ?? throw new GSuiteRefusal(404, "notFound", "Domain not found.");
        Write(json, call, domain, ETag(call, domain));
    }

    private static string ETag(GSuiteCall call, string domain) => ETags.Of(call, "domain", domain, "");

    private static void Write(Utf8JsonWriter json, GSuiteCall call, string domain, string etag)
    {
        json.WriteStartObject();
        json.WriteString("kind", "admin#directory#domain");
        json.WriteString("etag", etag);
        json.WriteString("domainName", domain);
        json.WriteBoolean("isPrimary", domain == call.State.Domains[0]);
        json.WriteBoolean("verified", true);
        json.WriteString("creationTime", Created.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }
}
