namespace SyncEngine.Model;

/// <summary>The one place that knows what a system or sync may be called.</summary>
internal static class NameRules
{
    internal const int LengthMax = 40;

    internal static string Checked(string? value, string what)
    {
        if (value is { Length: > 0 and <= LengthMax } && char.IsAsciiLetterLower(value[0])
            && value.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            return value;
        }

        throw new ArgumentException(
            $"'{value}' is not a {what} name: use 1 to {LengthMax} lower-case letters, digits and '-', beginning with a letter.",
            nameof(value));
    }
}
