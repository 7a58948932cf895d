using SyncEngine.DemoCompany;

// dotnet run --project eng/DemoCompany -- src/Host/Demo/Data
if (args.Length != 1)
{
    Console.Error.WriteLine("Give the folder to write to: src/Host/Demo/Data");
    return 64;
}

Directory.CreateDirectory(args[0]);
foreach (var (name, bytes) in DemoFiles.Make())
{
    await File.WriteAllBytesAsync(Path.Combine(args[0], name), bytes);
    Console.WriteLine($"{name}: {bytes.Length} bytes");
}

return 0;
