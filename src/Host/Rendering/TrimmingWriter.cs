using System.Text;

namespace SyncEngine.Host;

/// <summary>Takes the blanks off the ends of lines that tables pad with: plain output is for files and searches.</summary>
internal sealed class TrimmingWriter(TextWriter inner) : TextWriter(System.Globalization.CultureInfo.InvariantCulture)
{
    private int blanks;

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value)
    {
        switch (value)
        {
            case ' ':
                blanks++;
                return;
            case '\r':
                return;
            case '\n':
                blanks = 0;
                inner.Write('\n');
                return;
        }

        for (; blanks > 0; blanks--)
        {
            inner.Write(' ');
        }

        inner.Write(value);
    }

    public override void Flush() => inner.Flush();
}
