namespace SyncEngine.Emulators;

/// <summary>
/// <c>POST members/bulk</c>: four lists in one call, done in this order, item after item. Whether the product does all or nothing is not known; here the
/// worse is the default (see <see cref="PyrusBehaviour.BulkPassesOverRefused"/>). Assumption: members made here do not count in the allowance for creations.
/// </summary>
internal static class BulkOperations
{
    internal static IReadOnlyList<PyrusMember> Run(PyrusCall call)
    {
        var body = call.Body;
        return
        [
            .. Done(call, Items("AddMembers", "add_members"), item => MemberOperations.Create(call, item)),
            .. Done(call, Items("ChangeMembers", "change_members"), item => MemberOperations.Update(call, Id(item), item)),
            .. Done(call, Items("BanMembers", "ban_members"), item => MemberOperations.Block(call, Id(item))),
            .. Done(call, Items("FireMembers", "fire_members"), item => MemberOperations.Fire(call, item)),
        ];

        IReadOnlyList<PyrusBody> Items(string pascal, string snake) =>
            call.Behaviour.BulkTakesSnakeCase && body.Items(snake) is { Count: > 0 } items ? items : body.Items(pascal);
    }

    private static List<PyrusMember> Done(PyrusCall call, IReadOnlyList<PyrusBody> items, Func<PyrusBody, PyrusMember> run)
    {
        var done = new List<PyrusMember>();
        foreach (var item in items)
        {
            try
            {
                done.Add(run(item));
            }
            catch (PyrusRefusal) when (call.Behaviour.BulkPassesOverRefused)
            {
                // Not in the answer: that is all the caller learns.
            }
        }

        return done;
    }

    private static long Id(PyrusBody item) => item.Number("id") ?? throw PyrusRefusal.Bad("required_parameter_missing");
}
