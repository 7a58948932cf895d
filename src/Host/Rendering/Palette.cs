using Spectre.Console;
using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary>The colours, each with one meaning.</summary>
internal static class Palette
{
    internal static readonly Style Plain = Style.Plain;
    internal static readonly Style Dim = new(decoration: Decoration.Dim);
    internal static readonly Style Strong = new(decoration: Decoration.Bold);
    internal static readonly Style Title = new(decoration: Decoration.Bold | Decoration.Underline);
    internal static readonly Style Good = new(Color.Green);
    internal static readonly Style Warning = new(Color.Yellow);
    internal static readonly Style Bad = new(Color.Red);
    internal static readonly Style Accent = new(Color.Aqua);
    private static readonly Style Blue = new(Color.Blue);
    private static readonly Style Magenta = new(Color.Fuchsia);

    internal static Style Of(RowStatus status) => status switch
    {
        RowStatus.New or RowStatus.Unblock => Good,
        RowStatus.Update => Warning,
        RowStatus.Bind => Blue,
        RowStatus.Block => Bad,
        RowStatus.Conflict or RowStatus.Invalid => Magenta,
        RowStatus.Frozen => Accent,
        _ => Dim,
    };

    internal static Style Of(RowResult result) => result switch
    {
        RowResult.Applied or RowResult.AlreadySo => Good,
        RowResult.Refused or RowResult.Unknown => Bad,
        RowResult.Stale or RowResult.Held or RowResult.Deferred => Warning,
        _ => Dim,
    };

    internal static Style Of(CheckStatus status) => status switch
    {
        CheckStatus.Ok => Good,
        CheckStatus.Warning => Warning,
        _ => Bad,
    };
}
