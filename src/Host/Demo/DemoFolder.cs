using System.Text.Json;

namespace SyncEngine.Host;

/// <summary>
/// The folder of one demo: the export, the configuration, the emulators' data, the database. Removed at the end, unless it is to be kept.
/// </summary>
internal sealed class DemoFolder : IDisposable
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly bool keep;

    private DemoFolder(string path, bool keep)
    {
        Path = path;
        this.keep = keep;
    }

    internal string Path { get; }

    internal string Configuration => In(ConfigurationFile.Name);

    internal string Export => In("directory.ldif");

    internal string PyrusData => In("pyrus.json");

    internal string GSuiteData => In("gsuite.json");

    internal string Database => In("postgres");

    private static string Shipped => System.IO.Path.Combine(AppContext.BaseDirectory, "Demo", "Data");

    internal static string PyrusSeed => Seed("pyrus-seed.json");

    internal static DemoFolder Create(bool keep)
    {
        var name = $"syncengine-demo-{Guid.NewGuid().ToString("N")[..8]}";
        var path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), name);

        // As root the database runs as another user, who must be able to pass through; what is inside protects itself.
        _ = OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(path)
            : Directory.CreateDirectory(
                path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        return new DemoFolder(path, keep);
    }

    /// <summary>One of the shipped files.</summary>
    internal static string Seed(string name) => System.IO.Path.Combine(Shipped, name);

    /// <summary>Puts one of the shipped exports where the source reads, as if it had been made now.</summary>
    internal void Show(string export, DateTimeOffset now)
    {
        File.Copy(System.IO.Path.Combine(Shipped, export), Export, overwrite: true);
        File.SetLastWriteTimeUtc(Export, now.UtcDateTime);
    }

    /// <summary>Writes the configuration, for the demo itself and for who goes on by hand. It holds the emulator's key: only its owner may read it.</summary>
    internal void Configure(DemoDirectory directory, string baseUrl, string login, string securityKey)
    {
        var text = JsonSerializer.Serialize(
            new
            {
                Store = new { DataPath = "postgres" },
                Systems = new Dictionary<string, object>
                {
                    [directory.Name] = directory.Settings,
                    ["pyrus"] = new { Type = "Pyrus", BaseUrl = baseUrl, Login = login, SecurityKey = securityKey },
                },
                Syncs = new Dictionary<string, object> { [DemoStage.SyncText] = new { Source = directory.Name, Target = "pyrus", DepartmentSeparator = "/" } },
            },
            Indented);
        using var stream = new FileStream(Configuration, Owned());
        stream.Write(System.Text.Encoding.UTF8.GetBytes(text + "\n"));
    }

    private static FileStreamOptions Owned()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    public void Dispose()
    {
        if (keep)
        {
            return;
        }

        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It is in the folder for temporary files; the system removes it.
        }
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
