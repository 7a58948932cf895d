using System.Diagnostics;
using System.Globalization;

namespace SyncEngine.EmbeddedPostgres.Tests.Cluster;

public sealed class PostmasterFileTests
{
    [Fact]
    public void A_process_that_works_in_the_folder_is_its_server_even_through_a_link()
    {
        using var scratch = new Scratch();
        using var process = Run(scratch, "echo $$; exec sleep 60");
        var link = scratch.Folder + "/link";
        Directory.CreateSymbolicLink(link, scratch.Root);

        Assert.True(Read(scratch.Root, process).IsAlive());
        Assert.True(Read(link, process).IsAlive());

        process.Kill();
        process.WaitForExit();
        Assert.False(Read(scratch.Root, process).IsAlive());
    }

    [Fact]
    public void A_process_that_works_elsewhere_has_only_the_number()
    {
        using var scratch = new Scratch();
        using var process = Run(scratch, "echo $$; cd /; exec sleep 60");
        Poll.Until(() => File.ResolveLinkTarget($"/proc/{process.Id}/cwd", false)!.FullName == "/", "the process to move");

        Assert.False(Read(scratch.Root, process).IsAlive());
        process.Kill();
    }

    [Fact]
    public void A_process_not_yet_reaped_is_dead()
    {
        using var scratch = new Scratch();
        using var process = Run(scratch, "sleep 61 & echo $!; exec sleep 62"); // which never asks after its child
        var child = process.StandardOutput.ReadLine()!;
        Poll.Until(() => File.ReadAllText($"/proc/{process.Id}/cmdline").Contains("62", StringComparison.Ordinal), "the shell to give way");
        Scratch.Signal("KILL", int.Parse(child, CultureInfo.InvariantCulture));
        Poll.Until(() => File.ReadAllText($"/proc/{child}/stat").Contains(") Z ", StringComparison.Ordinal), "the child to end");
        File.WriteAllText(Path.Combine(scratch.Root, "postmaster.pid"), child);

        Assert.False(PostmasterFile.TryRead(scratch.Root)!.IsAlive());
        process.Kill();
    }

    [Fact]
    public void An_empty_or_missing_file_says_nothing()
    {
        using var scratch = new Scratch();
        Directory.CreateDirectory(scratch.Root);

        Assert.Null(PostmasterFile.TryRead(scratch.Root));
        File.WriteAllText(Path.Combine(scratch.Root, "postmaster.pid"), "");
        Assert.Null(PostmasterFile.TryRead(scratch.Root));
    }

    private static Process Run(Scratch scratch, string script)
    {
        Directory.CreateDirectory(scratch.Root);
        return Process.Start(new ProcessStartInfo("/bin/sh", ["-c", script])
        {
            UseShellExecute = false,
            WorkingDirectory = scratch.Root,
            RedirectStandardOutput = true,
        })!;
    }

    private static PostmasterFile Read(string data, Process process)
    {
        File.WriteAllText(Path.Combine(data, "postmaster.pid"), $"{process.Id}\n{data}\n1\n5432\n\n\n\nready   \n");
        var file = PostmasterFile.TryRead(data)!;
        Assert.Equal("ready", file.State);
        return file;
    }
}
