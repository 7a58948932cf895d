using System.Reflection;

namespace SyncEngine.TestSupport;

/// <summary>The checkout a test project was built from, wherever its output lies.</summary>
internal static class Repository
{
    /// <summary>Its top folder.</summary>
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;
}
