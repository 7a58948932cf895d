using System.Collections.Immutable;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Audit;

/// <summary>A person in whom a search found something.</summary>
/// <param name="Person">The person as known now.</param>
/// <param name="Name">What the person is called.</param>
/// <param name="Path">The names of the units from the top down, with <c>/</c> between them; empty when in none.</param>
/// <param name="Matches">Where something was found, in order of fields.</param>
public sealed record PersonMatch(EntryState Person, string Name, string Path, ImmutableArray<FieldMatch> Matches);

/// <summary>A value in which a search found something.</summary>
/// <param name="Field">The field by its canonical name, or <c>path</c>.</param>
/// <param name="Value">The whole value.</param>
public sealed record FieldMatch(string Field, string Value);

/// <summary>Which people to search. What is not said does not restrict.</summary>
public sealed record PeopleQuery
{
    /// <summary>Everybody who is there.</summary>
    public static PeopleQuery All { get; } = new();

    /// <summary>The source or the target only; null is both.</summary>
    public SystemName? System { get; init; }

    /// <summary>Whether people who are gone count too. Default: false.</summary>
    public bool Gone { get; init; }

    /// <summary>People behind this key only: the last one of the page before. Null begins at the first.</summary>
    public EntryKey? After { get; init; }

    /// <summary>At most so many people, 1 or more; null is no bound.</summary>
    public int? Max { get; init; }
}
