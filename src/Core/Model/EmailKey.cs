using System.Buffers;
using System.Globalization;
using System.Text;

namespace SyncEngine.Model;

/// <summary>
/// An email address in the form in which two are compared: trimmed, Unicode NFC, lower case by the invariant culture, the domain in
/// its ASCII (punycode) form. Plus tags and dots are not folded: they are different addresses (RFC 5321, section 2.3.11).
/// </summary>
public readonly record struct EmailKey : IComparable<EmailKey>
{
    private static readonly IdnMapping Idn = new();
    private static readonly SearchValues<char> PlainLocal = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-+'");
    private static readonly SearchValues<char> PlainDomain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-");
    private readonly string? value;

    private EmailKey(string value) => this.value = value;

    /// <summary>The longest address that is accepted, in characters (RFC 5321, section 4.5.3.1, allows 254 to 256).</summary>
    public static int LengthMax => 256;

    /// <summary>The comparable text.</summary>
    public string Value => value ?? "";

    /// <summary>
    /// The key of an address, or null when the text is no address: it lacks one <c>@</c> with text on both sides, has inner blanks,
    /// control or broken characters, or is longer than <see cref="LengthMax"/>.
    /// </summary>
    public static EmailKey? TryFrom(string? address)
    {
        if (address is not null && IsKeyAlready(address))
        {
            return new EmailKey(address);
        }

        var text = CanonicalText.Of(address);
        if (text is null || text.Length > LengthMax || text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '\uFFFD'))
        {
            return null;
        }

        var at = text.LastIndexOf('@');
        if (at <= 0 || at == text.Length - 1 || text.IndexOf('@', StringComparison.Ordinal) != at)
        {
            return null;
        }

        var domain = AsciiDomain(text[(at + 1)..]);
        return domain is null ? null : new EmailKey(text[..at].ToLowerInvariant() + "@" + domain);
    }

    /// <summary>What stands behind the <c>@</c>.</summary>
    internal string Domain => Value[(Value.IndexOf('@', StringComparison.Ordinal) + 1)..];

    /// <summary>The same name at another domain, which is in comparable form already.</summary>
    internal EmailKey WithDomain(string domain) => new(Value[..(Value.IndexOf('@', StringComparison.Ordinal) + 1)] + domain);

    /// <summary>A domain in comparable form, or null when it is none.</summary>
    internal static string? DomainFrom(string? domain) => TryFrom($"x@{CanonicalText.Of(domain)}")?.Domain;

    /// <inheritdoc />
    public int CompareTo(EmailKey other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc />
    public override string ToString() => Value;

    /// <summary>Nearly every address: lower case, digits and the usual marks, one <c>@</c>, dots where they may be. Looked at once, and kept as it is.</summary>
    private static bool IsKeyAlready(string address)
    {
        var at = address.IndexOf('@', StringComparison.Ordinal);
        return at > 0
            && address.Length <= LengthMax
            && !address.AsSpan(0, at).ContainsAnyExcept(PlainLocal)
            && !address.AsSpan(at + 1).ContainsAnyExcept(PlainDomain)
            && at < address.Length - 1 && address[at + 1] != '.' && address[^1] != '.' && !address.AsSpan(at).Contains("..", StringComparison.Ordinal);
    }

    private static string? AsciiDomain(string domain)
    {
        if (domain.StartsWith('.') || domain.EndsWith('.') || domain.Contains("..", StringComparison.Ordinal))
        {
            return null;
        }

        if (Ascii.IsValid(domain))
        {
            return domain.ToLowerInvariant();
        }

        try
        {
            return Idn.GetAscii(domain.ToLowerInvariant());
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
