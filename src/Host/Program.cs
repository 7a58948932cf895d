using SyncEngine.Host;

return await ConsoleProgram.RunAsync(args, Surroundings.OfThisProcess());
