using SyncEngine.Adapters.ActiveDirectory.Mapping;

namespace SyncEngine.Adapters.ActiveDirectory.Reading;

/// <summary>Where accounts and groups stand. Looked up for some at once, told for each; what has no place that counts is counted as a problem.</summary>
internal sealed class Standing(UnitTree tree, ProblemTally problems)
{
    /// <summary>Makes sure that the place of an entry is known; new units are found on the way.</summary>
    internal async ValueTask FindAsync(EntryDraft draft, CancellationToken cancellationToken)
    {
        if (!tree.TryFind(draft.ParentDn, out _))
        {
            await tree.FindAsync(draft.ParentDn.ToString(), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The place of an entry, or null when it is not to be given; <paramref name="nobody"/> when it stands below an account.</summary>
    internal Place? Of(EntryDraft draft, out bool nobody)
    {
        tree.TryFind(draft.ParentDn, out var place);
        nobody = place.Kind == PlaceKind.InsideAccount;
        switch (place.Kind)
        {
            case PlaceKind.Missing or PlaceKind.Outside:
                problems.Count(AdProblems.PlaceUnknown);
                return null;
            case PlaceKind.InsideAccount:
                problems.Count(AdProblems.InsideAccount);
                return null;
            default:
                return place;
        }
    }
}
