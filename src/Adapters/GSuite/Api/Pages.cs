using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace SyncEngine.Adapters.GSuite.Api;

/// <summary>One page of a list. Items that cannot be understood are null: they are counted, and spoil no other.</summary>
/// <param name="Items">The items; none when the answer has no such key, as Google leaves it out.</param>
/// <param name="NextPageToken">Where the list goes on, or null at its end.</param>
internal sealed record Page<T>(IReadOnlyList<T?> Items, string? NextPageToken)
    where T : class;

/// <summary>The answer to <c>users.list</c>.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by the JSON reader.")]
internal sealed record UsersAnswer
{
    [JsonConverter(typeof(LooseListConverter<GoogleUser>))]
    public IReadOnlyList<GoogleUser?>? Users { get; set; }

    public string? NextPageToken { get; set; }
}

/// <summary>The answer to <c>groups.list</c>.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by the JSON reader.")]
internal sealed record GroupsAnswer
{
    [JsonConverter(typeof(LooseListConverter<GoogleGroup>))]
    public IReadOnlyList<GoogleGroup?>? Groups { get; set; }

    public string? NextPageToken { get; set; }
}

/// <summary>The answer to <c>members.list</c>.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by the JSON reader.")]
internal sealed record MembersAnswer
{
    [JsonConverter(typeof(LooseListConverter<GoogleMember>))]
    public IReadOnlyList<GoogleMember?>? Members { get; set; }

    public string? NextPageToken { get; set; }
}

/// <summary>The answer to <c>orgunits.list</c>, which has no pages.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by the JSON reader.")]
internal sealed record UnitsAnswer
{
    [JsonConverter(typeof(LooseListConverter<GoogleUnit>))]
    public IReadOnlyList<GoogleUnit?>? OrganizationUnits { get; set; }
}
