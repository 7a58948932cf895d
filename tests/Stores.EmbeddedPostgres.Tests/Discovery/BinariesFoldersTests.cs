namespace SyncEngine.EmbeddedPostgres.Tests.Discovery;

public sealed class BinariesFoldersTests
{
    [Fact]
    public void The_path_comes_first_then_the_newest_of_the_system_then_downloads()
    {
        using var machine = new FakeMachine();
        var downloaded = machine.Install("cache/syncengine/postgres-18.1.0-linux-amd64/bin", "18.1");
        var nine = machine.Install("usr/lib/postgresql/9/bin", "9.6");
        var seventeen = machine.Install("usr/lib/postgresql/17/bin", "17.2");
        var fedora = machine.Install("usr/pgsql-16/bin", "16.1");
        var own = machine.Install("opt/mine", "16.4");
        machine["PATH"] = $"{machine.Folder}/bin:{own}";
        machine["XDG_CACHE_HOME"] = $"{machine.Folder}/cache";

        Assert.Equal([own, seventeen, nine, fedora, downloaded], BinariesFolders.Find(machine.Facts));
    }

    [Theory]
    [InlineData("initdb")]
    [InlineData("pg_ctl")]
    [InlineData("postgres")]
    public void A_folder_without_one_of_the_three_programs_is_passed_over(string missing)
    {
        using var machine = new FakeMachine();
        var folder = machine.Install("usr/lib/postgresql/17/bin", "17.2");
        File.Delete(Path.Combine(folder, missing));

        Assert.Empty(BinariesFolders.Find(machine.Facts));
    }

    [Fact]
    public void A_relative_part_of_the_path_is_not_searched()
    {
        using var machine = new FakeMachine();
        machine["PATH"] = ".:";

        Assert.Empty(BinariesFolders.Find(machine.Facts));
    }
}
