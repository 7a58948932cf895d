namespace SyncEngine.EmbeddedPostgres;

/// <summary>A folder with the server's programs.</summary>
/// <param name="Folder">Holds <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>.</param>
/// <param name="Major">Its major version: data and programs must agree in it.</param>
/// <param name="Version">As the server says it.</param>
internal sealed record PostgresBinaries(string Folder, int Major, string Version)
{
    /// <summary>The oldest major version the engine is tried with.</summary>
    public const int OldestMajor = 15;

    /// <summary>What is downloaded where there is neither a server nor data of one.</summary>
    public const int DownloadMajor = 17;

    public string InitDb => Path.Combine(Folder, "initdb");

    public string PgCtl => Path.Combine(Folder, "pg_ctl");

    public string Postgres => Path.Combine(Folder, "postgres");
}
