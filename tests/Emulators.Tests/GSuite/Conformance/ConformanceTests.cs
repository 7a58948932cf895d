using System.Text.Json;

namespace SyncEngine.Emulators.Tests.GSuite;

/// <summary>
/// The emulator against Google's discovery document: what it offers is what the document describes, and every answer of every method fits its
/// schema. Without the document these tests are skipped; the README says what they need.
/// </summary>
public sealed class ConformanceTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_method_has_the_path_parameters_scopes_and_answer_of_the_document()
    {
        var discovery = Needed();
        foreach (var route in GSuiteRoutes.All)
        {
            var method = discovery.Method(route.Id);
            Assert.Equal((method.GetProperty("httpMethod").GetString(), method.GetProperty("path").GetString()), (route.Method, route.Path));
            Assert.Equal(method.GetProperty("scopes").EnumerateArray().Select(s => s.GetString()!.Split('/')[^1]).Order(), route.Scopes.Order());
            var parameters = method.TryGetProperty("parameters", out var all) ? all.EnumerateObject().Where(p => p.Value.GetProperty("location").GetString() == "query").Select(p => p.Name) : [];
            Assert.Equal(parameters.Order(), route.Parameters.Order());
            var answer = discovery.Answer(route.Id);
            Assert.Equal(answer is null, route.Answer is null);
            if (answer is not null)
            {
                Assert.Equal(discovery.Properties(answer).Order(), route.Answer!.Fields!.Keys.Except(Shape.NewerUserFields.Split(' ')).Order());
            }
        }

        Assert.Equal(discovery.CommonParameters.Order(), GSuiteRoutes.Common.Order());
    }

    [Theory]
    [InlineData("users")]
    [InlineData("groups")]
    [InlineData("members")]
    public void The_limits_of_a_page_are_those_of_the_document(string resource)
    {
        var size = Needed().Method(resource + ".list").GetProperty("parameters").GetProperty("maxResults");
        var (byDefault, max) = resource == "users" ? ("100", "500") : ($"{GroupEndpoints.PageMax}", null);
        Assert.Equal((byDefault, "1", max), (Text("default"), Text("minimum"), Text("maximum")));

        string? Text(string name) => size.TryGetProperty(name, out var value) ? value.GetString() : null;
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Every_answer_of_every_method_fits_its_schema(bool singleObjects, bool emptyPages)
    {
        var discovery = Needed();
        await using var emulator = await ConformanceCompany.StartAsync();
        emulator.Behaviour.SingleValuesAsObjects = singleObjects;
        emulator.Behaviour.EmptyPageEvery = emptyPages ? 2 : 0;
        using var raw = await new RawGoogle(emulator).SignInAsync();
        var check = new SchemaCheck(discovery.Schemas);
        var answered = new HashSet<string>();
        foreach (var (id, method, path, body) in ConformanceCompany.Requests(emulator))
        {
            if (body is not null)
            {
                Assert.Empty(check.Faults(discovery.Body(id)!, JsonDocument.Parse(body).RootElement));
            }

            foreach (var answer in method == "GET" && path.Contains('?') ? await raw.PagesAsync(path) : [await raw.SendAsync(method, path, body)])
            {
                Assert.True(answer.Status is 200 or 204, $"{path}: {answer.Body}");
                Assert.Equal(discovery.Answer(id) is null, answer.Body.Length == 0);
                if (discovery.Answer(id) is { } schema)
                {
                    Assert.Equal([], check.Faults(schema, answer.Json).Select(fault => $"{path}: {fault}"));
                }

                answered.Add(id);
            }
        }

        var channel = await raw.SendAsync("POST", "users/watch?customer=my_customer", ConformanceCompany.ChannelBody("c3"));
        var stop = JsonSerializer.Serialize(new { id = "c3", resourceId = channel.Text("resourceId") });
        Assert.Empty(check.Faults(discovery.Body("channels.stop")!, JsonDocument.Parse(stop).RootElement));
        Assert.Equal(204, (await raw.SendAsync("POST", "admin/directory_v1/channels/stop", stop)).Status);
        answered.Add("channels.stop");
        Assert.Equal(GSuiteRoutes.All.Select(r => r.Id).Order(), answered.Order());
    }

    [Fact]
    public async Task A_field_that_only_newer_revisions_have_would_be_noticed()
    {
        var discovery = Needed();
        await using var emulator = await ConformanceCompany.StartAsync();
        emulator.Behaviour.NewerFields = true;
        using var raw = await new RawGoogle(emulator).SignInAsync();
        var faults = new SchemaCheck(discovery.Schemas).Faults("Users", (await raw.GetAsync("users?customer=my_customer")).Json);
        Assert.Contains("Users.users[0].isGuestUser is no property of User", faults);
    }

    private static DiscoveryDocument Needed()
    {
        var found = DiscoveryDocument.Find();
        Assert.SkipWhen(found is null, $"{DiscoveryDocument.Variable} names no discovery document of the Directory API. The README says where to get it.");
        return found;
    }
}
