using System.Globalization;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>Whether a person's data can become an account at all: an address that is one, and a name.</summary>
internal static class PersonData
{
    internal static (Reason Reason, string Text)? Problem(EntryState person, FieldMapper fields)
    {
        var email = fields.AddressText(person);
        if (email is null)
        {
            var origin = fields.AddressOrigin == AttributeNames.Email ? "" : $" ({fields.AddressOrigin})";
            return (Reason.EmailMissing, $"{PersonNames.Of(person)} has no email address in {person.Key.System}{origin}; an account needs one. Add it there.");
        }

        if (email.Length > EmailKey.LengthMax)
        {
            return (Reason.TooLong, string.Create(
                CultureInfo.InvariantCulture, $"The email address of {PersonNames.Of(person)} has {email.Length} characters; at most {EmailKey.LengthMax} are allowed."));
        }

        if (EmailKey.TryFrom(email) is null)
        {
            return (Reason.EmailInvalid, $"'{email}' of {PersonNames.Of(person)} is not an email address. Correct it in {person.Key.System}.");
        }

        if (fields.Missing(person) is { } field)
        {
            return (Reason.RequiredMissing, $"{PersonNames.Of(person)} has no value for '{field}' in {person.Key.System}, which is required. Add it there.");
        }

        if (fields.TooLong(person) is { } value)
        {
            return (Reason.TooLong, string.Create(
                CultureInfo.InvariantCulture,
                $"'{value.Field}' of {PersonNames.Of(person)} is longer than {value.Max} characters. It is not cut, and not written: shorten it in {person.Key.System}."));
        }

        return person.Attributes[AttributeNames.FirstName] is null && person.Attributes[AttributeNames.LastName] is null
            ? (Reason.NameMissing, $"{PersonNames.Of(person)} has neither a first nor a last name in {person.Key.System}; an account needs one of them.")
            : null;
    }
}
