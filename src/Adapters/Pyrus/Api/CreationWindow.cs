namespace SyncEngine.Adapters.Pyrus.Api;

/// <summary>
/// The allowance for creating members, which no answer shows before it is used up. Until the first refusal nothing is held back; that refusal may state
/// the allowance, and then every further one is foreseen. Where it does not, creations go one by one, so that a window costs one refusal at most.
/// Assumes that its windows begin with those of all requests; where that is wrong, it costs a refusal.
/// </summary>
internal sealed class CreationWindow
{
    private bool careful;
    private bool whole;
    private int granted;
    private int underWay;
    private int? stated;
    private int? proven;
    private TimeSpan? ends;
    private TimeSpan? closedUntil;

    /// <param name="now">The gate's clock.</param>
    /// <param name="refusedBefore">Whether the creation in question was refused before: it is not sent where another refusal can be foreseen.</param>
    internal bool IsOpen(TimeSpan now, bool refusedBefore)
    {
        Turn(now);
        if (closedUntil is not null)
        {
            return false;
        }

        if (stated is { } limit)
        {
            return ends is null ? granted + underWay < Math.Max(1, limit) || underWay == 0 : granted + underWay < limit;
        }

        return !careful || (underWay == 0 && !(refusedBefore && ends is not null && granted >= proven));
    }

    /// <summary>When it opens without any further answer; null when answers are to come first.</summary>
    internal TimeSpan? OpensAt => closedUntil ?? (underWay == 0 || granted >= stated ? ends : null);

    internal void Sent() => underWay++;

    /// <summary>Pyrus looked at it, or may have: it counts.</summary>
    internal void Counted(TimeSpan now, TimeSpan? windowEnds)
    {
        underWay--;
        Turn(now);
        granted++;
        ends ??= windowEnds;
    }

    /// <summary>Refused as one creation too many.</summary>
    /// <param name="now">The gate's clock.</param>
    /// <param name="wait">What Pyrus asks to wait.</param>
    /// <param name="allowance">The allowance, where the refusal states it.</param>
    internal void Refused(TimeSpan now, TimeSpan wait, int? allowance)
    {
        underWay--;
        Turn(now);
        careful = true;
        stated = allowance ?? stated;
        if (whole)
        {
            // What a whole window gave is what the next will give.
            proven = Math.Max(proven ?? 1, granted);
        }

        closedUntil = ends = now + wait + RateWindow.Margin;
    }

    /// <summary>The request never reached the allowance: it was refused as one request too many of any kind.</summary>
    internal void Withdrawn() => underWay--;

    private void Turn(TimeSpan now)
    {
        if (ends is { } end && now >= end)
        {
            (granted, whole, ends, closedUntil) = (0, true, null, null);
        }
    }
}
