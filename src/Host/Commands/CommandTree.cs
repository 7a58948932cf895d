using System.CommandLine;

namespace SyncEngine.Host;

/// <summary>The whole command line.</summary>
internal static class CommandTree
{
    internal const string Name = "syncengine";

    internal static RootCommand Build(Surroundings surroundings)
    {
        var root = new RootCommand("Keeps application accounts in step with a directory: every change previewed, explained and replayable.");
        var runner = new CommandRunner(new GlobalOptionSymbols(root), surroundings);
        var help = new HelpWithExamples();
        root.Add(DemoCommand.Build(runner, help));
        root.Add(DoctorCommand.Build(runner, help));
        root.Add(PreviewCommand.Build(runner, help));
        root.Add(SyncCommand.Build(runner, help));
        root.Add(WatchCommand.Build(runner, help));
        root.Add(PlanCommands.Build(runner, help));
        root.Add(ExceptionCommands.Build(runner, help));
        root.Add(FilterCommands.Build(runner, help));
        root.Add(GroupCommands.Build(runner, help));
        root.Add(PeopleCommands.Build(runner, help));
        root.Add(StatusCommand.Build(runner, help));
        root.Add(HistoryCommand.Build(runner, help));
        root.Add(ExplainCommand.Build(runner, help));
        root.Add(AuditCommands.Build(runner, help));
        root.Add(EmulateCommands.Build(runner, help));
        help.Add(root, "preview staff", "sync staff", "history anna@corp.example");
        help.AttachTo(root);
        return root;
    }
}
