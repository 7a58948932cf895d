using System.Text;

namespace SyncEngine.DemoCompany;

/// <summary>Values within distinguished names, escaped as Active Directory writes them.</summary>
internal static class DnText
{
    public static string Escape(string value)
    {
        var text = new StringBuilder();
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            _ = c switch
            {
                ',' or '+' or '"' or '\\' or '<' or '>' or '=' => text.Append('\\').Append(c),
                '#' when i == 0 => text.Append("\\#"),
                ' ' when i == 0 || i == value.Length - 1 => text.Append("\\ "),
                ';' => text.Append("\\3B"),
                '\n' => text.Append("\\0A"),
                _ => text.Append(c),
            };
        }

        return text.ToString();
    }
}
