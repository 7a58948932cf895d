using System.Security.Cryptography;

namespace SyncEngine.Model;

/// <summary>SHA-256 of what matters in an observation, a policy or a plan, as 64 lower-case hexadecimal digits.</summary>
public readonly record struct Fingerprint
{
    private readonly string? value;

    private Fingerprint(string value) => this.value = value;

    /// <summary>No fingerprint: of something not observed.</summary>
    public static Fingerprint None => default;

    /// <summary>The 64 digits, or the empty text for <see cref="None"/>.</summary>
    public string Value => value ?? "";

    /// <summary>The first 12 digits, enough for people.</summary>
    public string Abbreviated => Value.Length > 12 ? Value[..12] : Value;

    /// <summary>The fingerprint of bytes.</summary>
    public static Fingerprint Of(ReadOnlySpan<byte> bytes) => new(Convert.ToHexStringLower(SHA256.HashData(bytes)));

    /// <summary>Reads a stored fingerprint back; the empty text gives <see cref="None"/>.</summary>
    /// <exception cref="FormatException">The text is neither empty nor 64 lower-case hexadecimal digits.</exception>
    public static Fingerprint Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return None;
        }

        return text.Length == 64 && text.All(char.IsAsciiHexDigitLower)
            ? new Fingerprint(text)
            : throw new FormatException($"'{text}' is not a fingerprint: 64 lower-case hexadecimal digits are expected.");
    }

    /// <inheritdoc />
    public override string ToString() => Value;
}
