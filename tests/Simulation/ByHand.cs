using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;

namespace SyncEngine.Simulation;

/// <summary>What an administrator of the application does without telling anybody. Whom it strikes goes by names and addresses: ids depend on who was made first.</summary>
internal static class ByHand
{
    /// <summary>An account is made, blocked, given access or given another position.</summary>
    internal static void Account(RandomWorld w, int who, int detail)
    {
        var accounts = Accounts(w);
        if (detail == 0)
        {
            var email = $"p{who}@corp.example";
            if (accounts.All(a => a.Attributes[AttributeNames.Email] != email))
            {
                w.Application.AddAccount(AttributeSet.Of((AttributeNames.Email, email), (AttributeNames.FirstName, $"Person{who}")));
            }

            return;
        }

        if (accounts.Count == 0)
        {
            return;
        }

        var account = accounts[who % accounts.Count];
        w.Application.Edit(account.Anchor, r => detail switch
        {
            1 => r with { Enabled = !r.Enabled },
            2 => r with { Attributes = r.Attributes.With(AttributeNames.Position, "By hand") },
            _ => who == 0 ? null : r, // removed for good, seldom
        });
        if (w.Application.Find(account.Anchor) is not { Enabled: true })
        {
            Leave(w, account.Anchor);
        }
    }

    /// <summary>Somebody with access is put into a role, or taken out.</summary>
    internal static void Member(RandomWorld w, int who, int which)
    {
        var accounts = Accounts(w).Where(a => a.Enabled).ToList();
        var roles = Named(w, EntryKind.Group);
        if (accounts.Count == 0 || roles.Count == 0)
        {
            return;
        }

        var (role, member) = (roles[which % roles.Count], accounts[who % accounts.Count].Anchor);
        var isIn = role.Members.Contains(member);
        w.Application.Edit(role.Anchor, r => r with { Members = isIn ? r.Members.Remove(member) : r.Members.Add(member) });
        if (isIn)
        {
            w.HandMade.Remove((role.Anchor, member));
        }
        else if (!w.Application.Calls.Any(call => call.Change.Action == ChangeAction.AddToRole && call.Change.TargetId == role.Anchor && call.Change.Members.Contains(member)))
        {
            w.HandMade.Add((role.Anchor, member)); // else somebody put back what the engine had given: that follows the group again
        }
    }

    /// <summary>A role is renamed or switched off and on, a department gets another manager, or a role is removed.</summary>
    internal static void Structure(RandomWorld w, int who, int detail)
    {
        var kind = detail == 1 ? EntryKind.Unit : EntryKind.Group;
        var records = Named(w, kind);
        if (records.Count == 0)
        {
            return;
        }

        var record = records[who % records.Count];
        w.Application.Edit(record.Anchor, r => detail switch
        {
            0 => r with { Attributes = r.Attributes.With(AttributeNames.Name, $"Role {who}") },
            1 => r with { Attributes = r.Attributes.With(AttributeNames.Manager, w.Desk) },
            2 => r with { Enabled = !r.Enabled },
            _ => who == 0 ? null : r,
        });
        if (w.Application.Find(record.Anchor) is null)
        {
            w.HandMade.RemoveWhere(member => member.Role == record.Anchor);
        }
    }

    /// <summary>The application takes whoever is blocked out of all roles.</summary>
    private static void Leave(RandomWorld w, string account)
    {
        foreach (var role in w.Application.Contents.Where(r => r.Kind == EntryKind.Group && r.Members.Contains(account)))
        {
            w.Application.Edit(role.Anchor, r => r with { Members = r.Members.Remove(account) });
            w.HandMade.Remove((role.Anchor, account));
        }
    }

    private static List<SourceRecord> Accounts(RandomWorld w) =>
    [
        .. w.Application.Contents.Where(r => r.Kind == EntryKind.Account && r.Anchor != w.Desk).OrderBy(r => r.Attributes[AttributeNames.Email], StringComparer.Ordinal),
    ];

    private static List<SourceRecord> Named(RandomWorld w, EntryKind kind) =>
    [
        .. w.Application.Contents.Where(r => r.Kind == kind)
            .OrderBy(r => r.Attributes[AttributeNames.Name], StringComparer.Ordinal).ThenBy(r => r.Attributes[AttributeNames.ExternalId], StringComparer.Ordinal),
    ];
}
