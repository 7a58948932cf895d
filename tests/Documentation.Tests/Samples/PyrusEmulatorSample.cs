using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using SyncEngine.Emulators;

namespace SyncEngine.Documentation.Tests.Samples;

// sample: pyrus-emulator
/// <summary>Tests of a program that speaks to Pyrus: here a plain HTTP client that asks before it invites again.</summary>
public sealed class InvitingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_invitation_whose_answer_was_lost_is_not_sent_twice()
    {
        await using var pyrus = await PyrusEmulator.StartAsync(new() { Organization = new(7, "Corp", Seats: 10) }, Token);
        pyrus.Faults.Add(new PyrusFault(PyrusFaultKind.LoseAnswer) { Method = "POST", Path = "members" });
        using var program = await SignedInAsync(pyrus);

        await InviteAsync(program, "ada@corp.example");

        // The emulator shows what it holds, and every request it received.
        Assert.Equal("Ada", pyrus.FindMember("ada@corp.example")!.FirstName);
        Assert.Single(pyrus.Requests, request => request.IsWrite);
        Assert.Equal(["POST auth -> 200", "POST members -> no answer", "GET members -> 200"], pyrus.Requests.Select(request => request.ToString()));
    }

    [Fact]
    public async Task A_leaver_is_signed_out_and_loses_roles()
    {
        await using var pyrus = await PyrusEmulator.StartAsync(cancellationToken: Token);
        var ada = pyrus.SeedMember(new() { FirstName = "Ada", Email = "ada@corp.example", Sessions = [new("iPhone", DateTimeOffset.UnixEpoch)] });
        pyrus.SeedRole(new() { Name = "Sellers", MemberIds = [ada.Id] });
        using var program = await SignedInAsync(pyrus);

        using var answer = await program.DeleteAsync(new Uri($"members/{ada.Id}", UriKind.Relative), Token);

        Assert.True(pyrus.FindMember(ada.Id)!.Banned);
        Assert.Empty(pyrus.FindMember(ada.Id)!.Sessions);
        Assert.Empty(pyrus.Roles.Single().MemberIds);
    }

    private static async Task InviteAsync(HttpClient program, string email)
    {
        try
        {
            using var answer = await program.PostAsJsonAsync("members", new { first_name = "Ada", email }, Token);
        }
        catch (HttpRequestException)
        {
            // It may have been done: look before asking again.
            var known = await program.GetFromJsonAsync<JsonElement>("members", Token);
            if (known.GetProperty("members").EnumerateArray().All(member => member.GetProperty("email").GetString() != email))
            {
                using var again = await program.PostAsJsonAsync("members", new { first_name = "Ada", email }, Token);
            }
        }
    }

    private static async Task<HttpClient> SignedInAsync(PyrusEmulator pyrus)
    {
        using var http = new HttpClient();
        using var answer = await http.PostAsJsonAsync(new Uri(pyrus.BaseUrl, "auth"), new { login = pyrus.Login, security_key = pyrus.SecurityKey }, Token);
        var signedIn = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
        return new HttpClient
        {
            // Signing in tells where the API is; it is another address, as in the cloud.
            BaseAddress = new Uri(signedIn.GetProperty("api_url").GetString()!),
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", signedIn.GetProperty("access_token").GetString()) },
        };
    }
}
// end
