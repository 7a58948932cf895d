namespace SyncEngine.Adapters.Pyrus.Api;

/// <summary>
/// The window that all requests of a login share, as far as answers have shown it: how many are left, and when the next one begins. Requests under way
/// count as used, whether Pyrus has counted them already or not. Times are those of the gate's clock.
/// </summary>
internal sealed class RateWindow
{
    /// <summary>Added to the seconds Pyrus names: whole seconds may have been rounded down.</summary>
    internal static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    /// <summary>How far two answers in one window may seem apart: rounding, and the way of the answers.</summary>
    private static readonly TimeSpan Blur = TimeSpan.FromSeconds(3);

    private int? left;
    private bool unlimited;

    internal int UnderWay { get; private set; }

    /// <summary>The limit of one window; null when no answer has told it.</summary>
    internal int? Limit { get; private set; }

    /// <summary>When the next window begins; null when not known.</summary>
    internal TimeSpan? Ends { get; private set; }

    /// <summary>
    /// True when a request may be sent now. While nothing is known of a window, one request goes ahead and the others wait for its answer, so that at
    /// most one is refused.
    /// </summary>
    internal bool IsOpen(TimeSpan now)
    {
        Turn(now);
        return left is { } known ? known > UnderWay : unlimited || UnderWay == 0;
    }

    /// <summary>When it opens without any further answer; null when answers are to come first.</summary>
    internal TimeSpan? OpensAt => left is { } known && known <= UnderWay ? Ends : null;

    internal void Sent() => UnderWay++;

    /// <summary>An answer came. One without limits, from Pyrus itself, means that there are none.</summary>
    internal void Answered(TimeSpan now, PyrusRate? rate)
    {
        UnderWay--;
        Turn(now);
        if (rate is null)
        {
            unlimited |= left is null;
            return;
        }

        Limit = rate.Limit;
        var ends = now + rate.Reset + Margin;
        if (left is null || Ends is null || ends > Ends + Blur)
        {
            (left, Ends) = (rate.Remaining, ends);
        }
        else if (ends > Ends - Blur)
        {
            // Answers may overtake each other: within a window there are only ever fewer left.
            (left, Ends) = (Math.Min(left.Value, rate.Remaining), ends < Ends ? ends : Ends);
        }
    }

    /// <summary>No answer came, so Pyrus may have counted the request.</summary>
    internal void Lost()
    {
        UnderWay--;
        left = left is { } known ? Math.Max(0, known - 1) : null;
    }

    /// <summary>Refused as one too many: nothing is left until the time named.</summary>
    internal void Refused(TimeSpan now, TimeSpan wait)
    {
        UnderWay--;
        (left, Ends) = (0, now + wait + Margin);
    }

    private void Turn(TimeSpan now)
    {
        if (Ends is { } end && now >= end)
        {
            (left, Ends, unlimited) = (null, null, false);
        }
    }
}
