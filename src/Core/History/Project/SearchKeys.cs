using System.Collections.Immutable;
using SyncEngine.Model;

namespace SyncEngine.History;

/// <summary>
/// The one rule by which people find an account: its anchor as written; its email as <see cref="EmailKey"/>; its login and the ids of the
/// accounts linked to it, ignoring case. A store indexes <see cref="Of"/> and looks for any of <see cref="For"/>.
/// </summary>
public static class SearchKeys
{
    /// <summary>What an account is found by, each once, in ordinal order; nothing for groups and units.</summary>
    public static ImmutableArray<string> Of(EntryState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Key.Kind != EntryKind.Account)
        {
            return [];
        }

        var keys = new SortedSet<string>(StringComparer.Ordinal) { Anchor(state.Key.Anchor) };
        if (EmailKey.TryFrom(state.Attributes[AttributeNames.Email]) is { } email)
        {
            keys.Add(Email(email));
        }

        if (state.Attributes[AttributeNames.Login] is { } login)
        {
            keys.Add(Login(login));
        }

        keys.UnionWith(state.Links.Select(link => Linked(link.AccountId)));
        return [.. keys];
    }

    /// <summary>The keys that a text a person typed may stand for; blanks at its ends do not count. None for an empty text.</summary>
    public static ImmutableArray<string> For(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (CanonicalText.Of(text) is not { } canonical)
        {
            return [];
        }

        var keys = ImmutableArray.Create(Anchor(canonical), Login(canonical), Linked(canonical));
        return EmailKey.TryFrom(canonical) is { } email ? keys.Add(Email(email)) : keys;
    }

    private static string Anchor(string anchor) => "a:" + anchor;

    private static string Email(EmailKey email) => "e:" + email.Value;

    private static string Login(string login) => "l:" + login.ToUpperInvariant();

    private static string Linked(string accountId) => "i:" + accountId.ToUpperInvariant();
}
