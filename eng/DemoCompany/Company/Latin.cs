using System.Globalization;
using System.Text;

namespace SyncEngine.DemoCompany.Company;

/// <summary>Names as they become log-in names and addresses: Latin letters without marks, Cyrillic transliterated.</summary>
internal static class Latin
{
    private const string Cyrillic = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя";

    private static readonly string[] Letters =
    [
        "a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh",
        "shch", "", "y", "", "e", "yu", "ya",
    ];

    public static string Of(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name.ToLowerInvariant().Normalize(NormalizationForm.FormC))
        {
            var at = Cyrillic.IndexOf(c, StringComparison.Ordinal);
            text.Append(at >= 0 ? Letters[at] : Plain(c));
        }

        return text.ToString();
    }

    private static string Plain(char c) => c switch
    {
        'ß' => "ss",
        'ł' => "l",
        'ø' => "o",
        _ => string.Concat(c.ToString().Normalize(NormalizationForm.FormD).Where(char.IsAsciiLetterOrDigit)),
    };
}
