using System.CommandLine;
using SyncEngine.Bench;
using SyncEngine.Bench.Pieces;
using SyncEngine.Bench.Runner;

// A measured child has no need of a command line.
return args is [PieceProcess.Command, var json]
    ? await PieceTable.RunAsync(PieceArguments.FromJson(json), CancellationToken.None)
    : await BenchCommand.Build().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(60) });
