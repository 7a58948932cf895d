using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace SyncEngine.Emulators;

/// <summary>The token endpoint: gives an access token for a signed assertion, to an administrator's name that the client may use.</summary>
internal sealed class TokenEndpoint(GSuiteState state, GSuiteTokens tokens, Func<IReadOnlyList<string>> authorizedScopes)
{
    internal const string Path = "token";

    private const string GrantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    /// <summary>Its own address, which an assertion must be meant for.</summary>
    internal string Address { get; set; } = "";

    internal GSuiteAnswer Answer(ReadOnlyMemory<byte> body)
    {
        try
        {
            var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body.Span));
            if (form.TryGetValue("grant_type", out var type) && type != GrantType)
            {
                throw new TokenRefusal(400, "unsupported_grant_type", $"Invalid grant_type: {type}");
            }

            if (type != GrantType || form.GetValueOrDefault("assertion").ToString() is not { Length: > 0 } assertion)
            {
                throw new TokenRefusal(400, "invalid_request", "Missing required parameter: " + (type == GrantType ? "assertion" : "grant_type"));
            }

            lock (state.Gate)
            {
                return Token(Assertion.Read(assertion, state.ServiceAccount, Address, state.Now));
            }
        }
        catch (TokenRefusal refusal)
        {
            return GSuiteAnswer.Json(refusal.Status, json =>
            {
                json.WriteStartObject();
                json.WriteString("error", refusal.Error);
                json.WriteString("error_description", refusal.Description);
                json.WriteEndObject();
            });
        }
    }

    private GSuiteAnswer Token(Assertion assertion)
    {
        if (assertion.Scopes.Count == 0 || assertion.Scopes.Any(s => !GSuiteScopes.IsKnown(s)))
        {
            throw new TokenRefusal(400, "invalid_scope", "Invalid OAuth scope or ID token audience provided.");
        }

        var user = assertion.Subject is { } subject ? ActAs(subject, assertion.Scopes) : null;
        var token = tokens.Issue(user, assertion.Scopes);
        return GSuiteAnswer.Json(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("access_token", token);
            json.WriteNumber("expires_in", tokens.ExpiresIn);
            json.WriteString("token_type", "Bearer");
            json.WriteEndObject();
        });
    }

    /// <summary>Acting as somebody needs every scope asked for to be authorised in the Admin console; a broader one does not cover a narrower.</summary>
    private string ActAs(string subject, IReadOnlyList<string> scopes)
    {
        if (scopes.Except(authorizedScopes()).Any())
        {
            throw new TokenRefusal(
                401,
                "unauthorized_client",
                "Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.");
        }

        return state.User(subject) is { Suspended: false, Archived: false } user ? user.Id : throw TokenRefusal.Grant("Invalid email or User ID");
    }
}
