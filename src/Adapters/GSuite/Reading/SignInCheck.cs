using System.Runtime.CompilerServices;
using SyncEngine.Adapters.GSuite.Api;

namespace SyncEngine.Adapters.GSuite.Reading;

/// <summary>The first half of a check: the key, the way to Google, the clock, the delegation, and each scope where not all of them are granted.</summary>
internal sealed class SignInCheck(GSuiteConnection connection, string subject)
{
    internal async IAsyncEnumerable<CheckResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (signer, key) = await KeyAsync(cancellationToken).ConfigureAwait(false);
        yield return key;
        if (signer is null)
        {
            yield break;
        }

        DateTimeOffset? serverTime;
        GoogleApiException? refused = null;
        try
        {
            serverTime = (await connection.SignIn.SignInAsync(GoogleScopes.All, cancellationToken).ConfigureAwait(false)).ServerTime;
        }
        catch (GoogleApiException e)
        {
            refused = e;
            serverTime = e.ServerTime;
        }

        yield return refused is null or { Failure: GoogleFailure.SignInRefused }
            ? Ok("reachable", signer.TokenUri.Authority)
            : Failed(refused.Failure switch { GoogleFailure.Untrusted => "certificate", GoogleFailure.NoCredentials => "key", _ => "reachable" }, refused);
        if (refused is not (null or { Failure: GoogleFailure.SignInRefused }))
        {
            yield break;
        }

        if (serverTime is { } server)
        {
            yield return Clock(connection.Time.GetUtcNow() - server, refused);
        }

        if (refused is { Reason: "unauthorized_client" })
        {
            await foreach (var result in ScopesAsync(signer, refused, cancellationToken).ConfigureAwait(false))
            {
                yield return result;
            }
        }
        else if (refused is null)
        {
            yield return Ok("delegation", $"'{signer.ServiceAccount}' reads in the name of '{connection.Options.DelegatedAdmin}'");
            yield return Ok("scopes", string.Join(", ", GoogleScopes.All.Select(Short)));
        }
        else if (GSuiteErrors.ClockSkew(refused, connection.Time.GetUtcNow()) is null)
        {
            yield return Failed("delegation", refused);
        }
    }

    private static string Short(string scope) => scope[(scope.LastIndexOf('/') + 1)..];

    private async Task<(GoogleSigner?, CheckResult)> KeyAsync(CancellationToken cancellationToken)
    {
        try
        {
            var signer = await connection.SignIn.LoadSignerAsync(cancellationToken).ConfigureAwait(false);
            return (signer, Ok("key", signer.KeyId is { } id ? $"key {id} of '{signer.ServiceAccount}'" : $"credentials of this host: '{signer.ServiceAccount}'"));
        }
        catch (GoogleApiException e)
        {
            return (null, Failed("key", e));
        }
    }

    /// <summary>Google refuses all scopes when one of them is not granted, and does not say which: each is tried.</summary>
    private async IAsyncEnumerable<CheckResult> ScopesAsync(
        GoogleSigner signer, GoogleApiException refused, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        foreach (var scope in GoogleScopes.All)
        {
            if (await TryAsync(scope, cancellationToken).ConfigureAwait(false) is not { } trouble)
            {
                continue;
            }

            if (trouble.Failure != GoogleFailure.SignInRefused)
            {
                yield return Failed("scopes", trouble);
                yield break;
            }

            missing.Add(scope);
        }

        if (missing.Count == GoogleScopes.All.Length)
        {
            yield return Failed("delegation", refused);
            yield break;
        }

        yield return Ok("delegation", $"'{signer.ServiceAccount}' reads in the name of '{connection.Options.DelegatedAdmin}'");
        foreach (var scope in GoogleScopes.All)
        {
            yield return missing.Contains(scope)
                ? new CheckResult(subject, "scopes", CheckStatus.Failed, $"{Short(scope)} is not granted to '{signer.ServiceAccount}' [DelegationMissing]", connection.Error(refused).Remedy)
                : Ok("scopes", $"{Short(scope)} is granted");
        }
    }

    /// <summary>Null when the scope is granted.</summary>
    private async Task<GoogleApiException?> TryAsync(string scope, CancellationToken cancellationToken)
    {
        try
        {
            await connection.SignIn.SignInAsync([scope], cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (GoogleApiException e)
        {
            return e;
        }
    }

    private CheckResult Clock(TimeSpan skew, GoogleApiException? refused)
    {
        if (skew.Duration() <= GSuiteErrors.ClockSkewMax)
        {
            return Ok("clock", FormattableString.Invariant($"{skew.Duration().TotalSeconds:0} s apart"));
        }

        return new CheckResult(
            subject,
            "clock",
            refused is { Reason: "invalid_grant" } ? CheckStatus.Failed : CheckStatus.Warning,
            $"this machine is {skew.Duration():g} {(skew > TimeSpan.Zero ? "ahead of" : "behind")} Google{(refused is null ? "" : $"; {refused.Message}")}",
            "Set this machine's clock (NTP).");
    }

    private CheckResult Ok(string check, string detail) => new(subject, check, CheckStatus.Ok, detail);

    private CheckResult Failed(string check, GoogleApiException e)
    {
        var error = connection.Error(e);
        return new CheckResult(subject, check, CheckStatus.Failed, $"{error.Message} [{error.Code}]", error.Remedy);
    }
}
