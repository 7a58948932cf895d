using Microsoft.Extensions.DependencyInjection;
using SyncEngine.Bench.Company;
using SyncEngine.Bench.Runner;
using SyncEngine.Model;

namespace SyncEngine.Bench.Pieces;

/// <summary>The engine as a host sets it up: the directory from LDIF, LDAP or G Suite, the application made up, the store on PostgreSQL.</summary>
internal static class BenchEngine
{
    internal static readonly SyncName Sync = new("staff");

    internal static ServiceProvider Build(PieceArguments arguments, Func<CancellationToken, Task>? onTargetRead = null)
    {
        var accounts = new CompanyAccounts(new BigCompany(arguments.Accounts), onTargetRead ?? (_ => Task.CompletedTask));
        var services = new ServiceCollection();
        services.AddSyncEngine(engine =>
        {
            if (arguments.Connection.Length > 0)
            {
                engine.UseMarten(arguments.Connection);
            }

            if (arguments.KeyPath.Length > 0)
            {
                engine.AddGSuite(BigCompany.Directory, options => (options.BaseUrl, options.ServiceAccountKeyPath, options.DelegatedAdmin) = (arguments.Url, arguments.KeyPath, arguments.User));
            }
            else
            {
                engine.AddActiveDirectory(BigCompany.Directory, options => Directory(options, arguments));
            }

            engine.AddSource(accounts.Name, _ => accounts).AddTarget(accounts.Name, _ => accounts);
            engine.AddSync(Sync.Value, sync =>
            {
                sync.From(BigCompany.Directory).To(BigCompany.Application);
                sync.DepartmentSeparator = "/";
            });
        });
        return services.BuildServiceProvider();
    }

    private static void Directory(Adapters.ActiveDirectory.ActiveDirectoryOptions options, PieceArguments arguments)
    {
        if (arguments.Url.Length == 0)
        {
            options.LdifPath = arguments.Path;
            return;
        }

        options.Server = arguments.Url;
        options.User = arguments.User;
        options.Password = arguments.Password;
        options.TrustedCertificate = arguments.Certificate;
        options.BaseDn = arguments.BaseDn;
        options.Attributes = [.. arguments.Attributes];
    }
}
