using System.Text;

namespace SyncEngine.Adapters.ActiveDirectory.Ldap;

/// <summary>
/// Parses distinguished names: RFC 4514, plus blanks around separators, which people write. Values in hexadecimal (<c>#0403414243</c>) are taken when they
/// hold text. Gives null for what is no name.
/// </summary>
internal ref struct DnParser
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly ReadOnlySpan<char> text;
    private int at;

    private DnParser(ReadOnlySpan<char> text) => this.text = text;

    internal static RelativeName[]? TryParse(ReadOnlySpan<char> text)
    {
        if (text.Trim(' ').IsEmpty)
        {
            return [];
        }

        var parser = new DnParser(text);
        var names = new List<RelativeName>();
        do
        {
            if (parser.Relative() is not { } name)
            {
                return null;
            }

            names.Add(name);
        }
        while (parser.Take(','));

        return parser.at == text.Length ? [.. names] : null;
    }

    private RelativeName? Relative()
    {
        List<KeyValuePair<string, string>>? more = null;
        KeyValuePair<string, string>? first = null;
        do
        {
            if (Type() is not { } type || Value() is not { } value)
            {
                return null;
            }

            if (first is null)
            {
                first = new(type, value);
            }
            else
            {
                (more ??= []).Add(new(type, value));
            }
        }
        while (Take('+'));

        return new RelativeName(more is null ? [first.Value] : [first.Value, .. more]);
    }

    private string? Type()
    {
        SkipBlanks();
        var begin = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '-' or '.'))
        {
            at++;
        }

        var type = DnType.Parse(text[begin..at]);
        SkipBlanks();
        return type is not null && Take('=') ? type : null;
    }

    private string? Value()
    {
        SkipBlanks();
        var begin = at;
        var escaped = false;
        var keep = at; // behind the last character that is not an unescaped blank
        while (at < text.Length && text[at] is not (',' or '+'))
        {
            var c = text[at];
            if (c is '"' or ';' or '<' or '>' or '\0')
            {
                return null;
            }

            if (c == '\\')
            {
                escaped = true;
                at++;
                if (at >= text.Length)
                {
                    return null;
                }

                // The second digit of a hexadecimal pair is an ordinary character for this loop.
            }

            at++;
            keep = c == ' ' ? keep : at;
        }

        var raw = text[begin..Math.Min(keep, at)];
        if (raw.Length > 0 && raw[0] == '#')
        {
            return DnHexValue.Parse(raw[1..]);
        }

        return escaped ? Unescape(raw) : raw.ToString();
    }

    private static string? Unescape(ReadOnlySpan<char> raw)
    {
        var bytes = new List<byte>(raw.Length + 8);
        Span<byte> utf8 = stackalloc byte[4];
        for (var i = 0; i < raw.Length;)
        {
            if (raw[i] == '\\')
            {
                if (i + 2 < raw.Length && char.IsAsciiHexDigit(raw[i + 1]) && char.IsAsciiHexDigit(raw[i + 2]))
                {
                    bytes.Add(Convert.FromHexString(raw.Slice(i + 1, 2))[0]);
                    i += 3;
                    continue;
                }

                if (i + 1 >= raw.Length || !IsEscapable(raw[i + 1]))
                {
                    return null;
                }

                bytes.Add((byte)raw[i + 1]);
                i += 2;
                continue;
            }

            if (Rune.DecodeFromUtf16(raw[i..], out var rune, out var length) != System.Buffers.OperationStatus.Done)
            {
                return null;
            }

            bytes.AddRange(utf8[..rune.EncodeToUtf8(utf8)]);
            i += length;
        }

        try
        {
            return Strict.GetString(bytes.ToArray());
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool IsEscapable(char c) => c is ' ' or '"' or '#' or '+' or ',' or ';' or '<' or '=' or '>' or '\\' or '/';

    private bool Take(char wanted)
    {
        if (at < text.Length && text[at] == wanted)
        {
            at++;
            return true;
        }

        return false;
    }

    private void SkipBlanks()
    {
        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }
    }
}
