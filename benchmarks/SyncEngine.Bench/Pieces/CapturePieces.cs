using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SyncEngine.Bench.Company;
using SyncEngine.Bench.Runner;
using SyncEngine.Capture;
using SyncEngine.TestSupport.Samba;

namespace SyncEngine.Bench.Pieces;

/// <summary>Reading a directory: into the store, for nothing, and as bare lines.</summary>
internal static class CapturePieces
{
    /// <summary>
    /// The first half of a real run: <see cref="ISyncEngine.PrepareAsync"/> until the directory is read and recorded. It ends where the
    /// application would be read.
    /// </summary>
    internal static Task<PieceResult> CaptureAsync(PieceArguments arguments, CancellationToken cancellationToken) =>
        PassesAsync(arguments, ReadMode.Full, _ => Task.CompletedTask, cancellationToken);

    /// <summary>
    /// Changes since the last reading, from a cursor to committed events. The changes are made here, one file of them for each pass: a host reads for days,
    /// and compiles once.
    /// </summary>
    internal static Task<PieceResult> DeltaAsync(PieceArguments arguments, CancellationToken cancellationToken) => PassesAsync(
        arguments,
        ReadMode.Delta,
        pass => Command.RunAsync(
            "ldapmodify",
            [
                "-x", "-H", arguments.Url, "-D", arguments.User, "-y", arguments.PasswordFile,
                "-f", string.Create(CultureInfo.InvariantCulture, $"{arguments.Path}{pass}.ldif"),
            ],
            cancellationToken,
            environment: new Dictionary<string, string>(StringComparer.Ordinal) { ["LDAPTLS_CACERT"] = arguments.Certificate }),
        cancellationToken);

    /// <summary>Reads as often as asked for; the last reading counts.</summary>
    private static async Task<PieceResult> PassesAsync(
        PieceArguments arguments, ReadMode mode, Func<int, Task> before, CancellationToken cancellationToken)
    {
        var watch = new Stopwatch();
        await using var services = BenchEngine.Build(arguments, _ =>
        {
            watch.Stop();
            throw new CapturedException();
        });
        var engine = services.GetRequiredService<ISyncEngine>();
        await engine.ListPlansAsync(BenchEngine.Sync, 1, cancellationToken); // opens the store
        var seen = 0;
        using var progress = engine.Progress.Subscribe(new Last(step => seen = step.Stage == ProgressStage.Read ? step.Done : seen));
        for (var pass = 0; pass <= arguments.WarmUps; pass++)
        {
            await before(pass);
            Measured.Settle();
            watch.Restart();
            await PassAsync(engine, mode, cancellationToken);
        }

        return Measured.Of(watch.Elapsed, seen);
    }

    private static async Task PassAsync(ISyncEngine engine, ReadMode mode, CancellationToken cancellationToken)
    {
        try
        {
            await engine.PrepareAsync(BenchEngine.Sync, mode, cancellationToken);
        }
        catch (CapturedException)
        {
            return;
        }

        throw new BenchException("The run did not come to the application.");
    }

    /// <summary>The whole of a run: directory, application, plan.</summary>
    internal static async Task<PieceResult> PrepareAsync(PieceArguments arguments, CancellationToken cancellationToken)
    {
        await using var services = BenchEngine.Build(arguments);
        var engine = services.GetRequiredService<ISyncEngine>();
        await engine.ListPlansAsync(BenchEngine.Sync, 1, cancellationToken);
        return await Measured.RunAsync(async () =>
        {
            await engine.PrepareAsync(BenchEngine.Sync, cancellationToken);
            return 0;
        });
    }

    /// <summary>The source alone: reading, parsing and mapping, records thrown away.</summary>
    internal static async Task<PieceResult> ReadAsync(PieceArguments arguments, CancellationToken cancellationToken)
    {
        await using var services = BenchEngine.Build(arguments);
        var source = services.GetRequiredKeyedService<ISource>(BigCompany.Directory);
        for (var i = 0; i < arguments.WarmUps; i++)
        {
            await ReadAsync(source, cancellationToken);
        }

        return await Measured.RunAsync(() => ReadAsync(source, cancellationToken));
    }

    private static async Task<long> ReadAsync(ISource source, CancellationToken cancellationToken)
    {
        long records = 0;
        await foreach (var batch in source.ReadAsync(new ReadRequest(), cancellationToken))
        {
            records += batch.Records.Count;
            if (batch.Receipt is { Complete: false } receipt)
            {
                throw new BenchException($"The read is not complete: {receipt.Problems.FirstOrDefault()}");
            }
        }

        return records;
    }

    /// <summary>The file as lines of text and nothing else.</summary>
    internal static Task<PieceResult> LinesAsync(PieceArguments arguments, CancellationToken cancellationToken) => Measured.RunAsync(async () =>
    {
        using var file = new StreamReader(arguments.Path, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, 1 << 16);
        long lines = 0;
        while (await file.ReadLineAsync(cancellationToken) is not null)
        {
            lines++;
        }

        return lines;
    });

    private sealed class CapturedException : Exception;

    private sealed class Last(Action<ProgressStep> take) : IObserver<ProgressStep>
    {
        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void OnNext(ProgressStep value) => take(value);
    }
}
