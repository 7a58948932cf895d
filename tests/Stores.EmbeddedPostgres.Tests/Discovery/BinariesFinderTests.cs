using Microsoft.Extensions.Logging.Abstractions;

namespace SyncEngine.EmbeddedPostgres.Tests.Discovery;

public sealed class BinariesFinderTests
{
    [Fact]
    public async Task The_folder_the_environment_names_is_the_only_one_tried()
    {
        using var machine = new FakeMachine();
        machine.Install("usr/lib/postgresql/18/bin", "18.1");
        var named = machine.Install("mine", "15.3");
        machine["SYNCENGINE_PG_BIN"] = named;

        Assert.Equal(named, (await FindAsync(machine)).Folder);
    }

    [Fact]
    public async Task A_named_folder_without_the_programs_is_an_error_that_names_it()
    {
        using var machine = new FakeMachine();
        machine.Install("usr/lib/postgresql/18/bin", "18.1");
        machine["SYNCENGINE_PG_BIN"] = "/nowhere";

        var error = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => FindAsync(machine));

        Assert.Equal(EmbeddedPostgresException.BinariesMissing, error.Code);
        Assert.Contains("SYNCENGINE_PG_BIN is '/nowhere'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_decides_the_major_version()
    {
        using var machine = new FakeMachine();
        machine.Install("usr/lib/postgresql/17/bin", "17.2");
        machine.Install("usr/lib/postgresql/15/bin", "15.18 (Debian 15.18-0+deb12u1)");

        Assert.Equal(15, (await FindAsync(machine, dataMajor: 15)).Major);
        Assert.Equal(17, (await FindAsync(machine)).Major);
    }

    [Fact]
    public async Task Data_without_programs_of_its_version_is_an_error_that_names_both_and_pg_upgrade()
    {
        using var machine = new FakeMachine();
        machine.Install("usr/lib/postgresql/18/bin", "18.1");
        machine.Release("ID=debian\n");

        var error = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => FindAsync(machine, dataMajor: 15));

        Assert.Equal(EmbeddedPostgresException.VersionMismatch, error.Code);
        Assert.Contains("made by PostgreSQL 15", error.Message, StringComparison.Ordinal);
        Assert.Contains("PostgreSQL 18.1, but the data is of 15", error.Message, StringComparison.Ordinal);
        Assert.Contains("pg_upgrade", error.Remedy, StringComparison.Ordinal);
        Assert.Contains("apt-get install --no-install-recommends postgresql-15", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_that_are_too_old_or_do_not_run_are_passed_over_and_listed()
    {
        using var machine = new FakeMachine();
        machine.Install("usr/lib/postgresql/14/bin", "14.9");
        var broken = machine.Install("usr/lib/postgresql/16/bin", "16.1");
        File.Delete(Path.Combine(broken, "postgres"));
        File.WriteAllText(Path.Combine(broken, "postgres"), "not a program");

        var error = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => FindAsync(machine));

        Assert.Equal(EmbeddedPostgresException.BinariesMissing, error.Code);
        Assert.Contains("PostgreSQL 14.9, 15 or newer is needed", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{broken}: user", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ID=debian\n", "sudo apt-get install --no-install-recommends postgresql.")]
    [InlineData("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n", "sudo apt-get install --no-install-recommends postgresql.")]
    [InlineData("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n", "sudo dnf install postgresql-server.")]
    [InlineData("ID=alpine\n", "sudo apk add postgresql.")]
    [InlineData("ID=arch\n", "sudo pacman -S postgresql.")]
    [InlineData("ID=opensuse-leap\nID_LIKE=\"suse opensuse\"\n", "sudo zypper install postgresql-server.")]
    [InlineData("ID=plan9\n", "the package with the PostgreSQL server of your system.")]
    public async Task A_machine_without_a_server_is_told_its_own_command(string release, string command)
    {
        using var machine = new FakeMachine();
        machine.Release(release);

        var error = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => FindAsync(machine));

        Assert.Equal(EmbeddedPostgresException.BinariesMissing, error.Code);
        Assert.StartsWith($"Install it: {command}", error.Remedy, StringComparison.Ordinal);
        Assert.Contains("SYNCENGINE_PG_BIN", error.Remedy, StringComparison.Ordinal);
        Assert.Contains("Store:ConnectionString", error.Remedy, StringComparison.Ordinal);
    }

    private static Task<PostgresBinaries> FindAsync(FakeMachine machine, int? dataMajor = null)
    {
        var probe = new BinariesProbe(new Tool(TimeProvider.System, TimeSpan.FromSeconds(30)), ServerUser.Self);
        return new BinariesFinder(machine.Facts, probe, download: null, NullLogger.Instance)
            .FindAsync(dataMajor, "/data", TestContext.Current.CancellationToken);
    }
}
