using SyncEngine.Capture;
using SyncEngine.History;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Testing;

/// <summary>
/// A small application in memory with accounts, departments and roles: does what a real one does (refuses a second account with an address, takes the
/// roles away with a block, gives back the sign-in only with an unblock), answers with an echo, and goes wrong where the test says. Passes
/// <see cref="Contracts.TargetContract"/> and <see cref="Contracts.SourceContract"/>. Safe for concurrent writes.
/// </summary>
public sealed class ScriptedTarget : ITarget, ISource
{
    private readonly Lock gate = new();
    private readonly ScriptedApplication application = new();
    private readonly List<ScriptedCall> calls = [];
    private readonly Dictionary<int, ScriptedFault> planned = [];

    /// <summary>Makes an empty application.</summary>
    public ScriptedTarget(SystemName name) => Reading = new ScriptedSource(name);

    /// <inheritdoc cref="ITarget.Name" />
    public SystemName Name => Reading.Name;

    /// <summary>The reading role, with its own ways to go wrong. Its records are the application's at each reading.</summary>
    public ScriptedSource Reading { get; }

    /// <summary>Thrown by <see cref="EnsureWritableAsync"/>; null when writing is allowed.</summary>
    public ConnectedSystemException? NotWritable { get; set; }

    /// <summary>Decides for every write whether it goes wrong; null for none. Faults set by <see cref="FailCall"/> come first.</summary>
    public Func<Change, IdempotencyKey, ScriptedFault?>? Fault { get; set; }

    /// <summary>What the application makes of values it stores (trims, changes case); null keeps them as sent.</summary>
    public Func<AttributeSet, AttributeSet>? Normalize { get; set; }

    /// <summary>
    /// Whether <see cref="ChangeAction.HandOverWork"/> dismisses whoever gives the work: without access and roles from then on, though not blocked. Default false.
    /// </summary>
    public bool HandOverDismisses
    {
        get
        {
            lock (gate)
            {
                return application.HandOverDismisses;
            }
        }

        set
        {
            lock (gate)
            {
                application.HandOverDismisses = value;
            }
        }
    }

    /// <summary>Every write asked for, in order, the failed ones included.</summary>
    public IReadOnlyList<ScriptedCall> Calls
    {
        get
        {
            lock (gate)
            {
                return [.. calls];
            }
        }
    }

    /// <summary>The accounts, departments and roles as they are, in order of ids.</summary>
    public IReadOnlyList<SourceRecord> Contents
    {
        get
        {
            lock (gate)
            {
                return application.Contents;
            }
        }
    }

    /// <summary>Who got whose work by <see cref="ChangeAction.HandOverWork"/>, by the id of the account that had it.</summary>
    public IReadOnlyDictionary<string, string> HandedOver
    {
        get
        {
            lock (gate)
            {
                return application.HandedOver;
            }
        }
    }

    /// <summary>Puts an account in by hand. Gives its id: 1001, 1002, …</summary>
    public string AddAccount(AttributeSet attributes, bool enabled = true, string? department = null)
    {
        lock (gate)
        {
            return application.Add(new SourceRecord
            {
                Kind = EntryKind.Account, Anchor = "", Enabled = enabled, Parent = department, Attributes = attributes,
            });
        }
    }

    /// <summary>Puts a department in by hand. Gives its id, from the same numbers as accounts.</summary>
    public string AddDepartment(string name, string? parent = null)
    {
        lock (gate)
        {
            return application.Add(new SourceRecord
            {
                Kind = EntryKind.Unit, Anchor = "", Parent = parent, Attributes = AttributeSet.Of((AttributeNames.Name, name)),
            });
        }
    }

    /// <summary>Puts a role in by hand. Gives its id, from the same numbers as accounts.</summary>
    public string AddRole(string name, params string[] members)
    {
        lock (gate)
        {
            return application.Add(new SourceRecord
            {
                Kind = EntryKind.Group, Anchor = "", Attributes = AttributeSet.Of((AttributeNames.Name, name)), Members = [.. members],
            });
        }
    }

    /// <summary>Changes a record by hand, as an administrator of the application would; null removes it.</summary>
    /// <exception cref="KeyNotFoundException">There is no such id.</exception>
    public void Edit(string id, Func<SourceRecord, SourceRecord?> edit)
    {
        ArgumentNullException.ThrowIfNull(edit);
        lock (gate)
        {
            application.Replace(id, edit(application[id]));
        }
    }

    /// <summary>The account, department or role with an id, or null.</summary>
    public SourceRecord? Find(string id)
    {
        lock (gate)
        {
            return application.Find(id);
        }
    }

    /// <summary>Makes the write with this number (from 0, as in <see cref="ScriptedCall.Number"/>) go wrong.</summary>
    public void FailCall(int number, ScriptedFault fault)
    {
        lock (gate)
        {
            planned[number] = fault;
        }
    }

    /// <inheritdoc />
    public Task EnsureWritableAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return NotWritable is null ? Task.CompletedTask : Task.FromException(NotWritable);
    }

    /// <inheritdoc />
    public Task<Outcome> ApplyAsync(Change change, IdempotencyKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            var fault = planned.TryGetValue(calls.Count, out var own) ? own : Fault?.Invoke(change, key);
            var outcome = fault?.Kind switch
            {
                null => application.Apply(change, Normalize),
                ScriptedFaultKind.Refuse => new Outcome(OutcomeKind.Refused, change.TargetId, fault.Code, fault.Message),
                ScriptedFaultKind.LoseBefore => new Outcome(OutcomeKind.Unknown, change.TargetId, Message: fault.Message),
                ScriptedFaultKind.LoseAfter => Lost(change, fault),
                ScriptedFaultKind.ThrowAfter => Done(change),
                _ => null,
            };
            calls.Add(new ScriptedCall(calls.Count, change, key, outcome));
            return outcome is null ? Task.FromException<Outcome>(fault!.Exception!) : Task.FromResult(outcome);
        }
    }

    /// <inheritdoc />
    public IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        Show();
        return Reading.ReadAsync(request, cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<Confirmation>> ConfirmAsync(IReadOnlyList<EntryKey> keys, CancellationToken cancellationToken)
    {
        Show();
        return Reading.ConfirmAsync(keys, cancellationToken);
    }

    private Outcome Lost(Change change, ScriptedFault fault)
    {
        application.Apply(change, Normalize);
        return new Outcome(OutcomeKind.Unknown, change.TargetId, Message: fault.Message);
    }

    private Outcome? Done(Change change)
    {
        application.Apply(change, Normalize);
        return null;
    }

    private void Show()
    {
        lock (gate)
        {
            Reading.Records.Clear();
            Reading.Records.AddRange(application.Contents);
        }
    }
}
