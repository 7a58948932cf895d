using System.Text;

namespace SyncEngine.DemoCompany.Ldif;

/// <summary>Lines as ldapsearch writes them: base64 where the text would not survive, folded after 76 characters.</summary>
internal sealed class LdifText
{
    private const int Width = 76;
    private readonly StringBuilder text = new();

    public LdifText Line(string line)
    {
        text.Append(line).Append('\n');
        return this;
    }

    public void Value(string name, string value)
    {
        if (IsSafe(value))
        {
            Fold($"{name}: {value}");
        }
        else
        {
            Value(name, Encoding.UTF8.GetBytes(value));
        }
    }

    public void Value(string name, byte[] value) => Fold($"{name}:: {Convert.ToBase64String(value)}");

    /// <summary>The comment above an entry: its name for people, in base64 where it is not plain.</summary>
    public void Comment(string value) =>
        Fold(IsSafe(value) ? $"# {value}" : $"#:: {Convert.ToBase64String(Encoding.UTF8.GetBytes(value))}");

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(text.ToString());

    private static bool IsSafe(string value) =>
        value.Length > 0 && value[0] is not (' ' or ':' or '<') && value[^1] != ' ' && value.All(c => c is >= ' ' and <= '~');

    private void Fold(string line)
    {
        text.Append(line.AsSpan(0, Math.Min(Width, line.Length))).Append('\n');
        for (var at = Width; at < line.Length; at += Width - 1)
        {
            text.Append(' ').Append(line.AsSpan(at, Math.Min(Width - 1, line.Length - at))).Append('\n');
        }
    }
}
