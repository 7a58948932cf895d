using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(SyncEngine.Benchmarks.Population).Assembly).Run(args);
