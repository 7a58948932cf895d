using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace SyncEngine.Host;

/// <summary>The ordinary help, with an example for each command under it.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    private readonly Dictionary<Command, string[]> examples = [];
    private readonly HelpAction ordinary = new();

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = ordinary.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command;
        if (examples.TryGetValue(command, out var lines))
        {
            output.WriteLine(lines.Length == 1 ? "Example:" : "Examples:");
            foreach (var line in lines)
            {
                output.WriteLine($"  {CommandTree.Name} {line}");
            }

            output.WriteLine();
        }

        if (command is RootCommand)
        {
            output.WriteLine("Exit codes:");
            output.WriteLine("  0 done, nothing to do   1 error   2 changes wait, or rows failed   3 held by a limit   4 a read was incomplete   64 usage");
            output.WriteLine();
        }

        return code;
    }

    internal void Add(Command command, params string[] lines) => examples[command] = lines;

    internal void AttachTo(RootCommand root)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            option.Action = this;
        }
    }
}
