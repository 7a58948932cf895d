using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Host;

/// <summary>What a decision would do, before it is stored.</summary>
internal static class EffectScreen
{
    internal static void Show(Screen screen, SyncName sync, RuleEffect? effect, string what)
    {
        screen.Heading($"What {what} would do to '{sync}'", "", Palette.Plain);
        if (effect is null)
        {
            screen.Line(("That cannot be said: nothing was read yet.", Palette.Warning));
            return;
        }

        foreach (var note in effect.Notes)
        {
            screen.Line((note, Palette.Warning));
        }

        foreach (var shift in effect.Shifts)
        {
            screen.Line(($"{Words.Number(shift.Count),7}  ", Palette.Strong), (Text(shift), shift.To is { } to ? Palette.Of(to) : Palette.Plain));
        }

        if (effect.Shifts.Length == 0)
        {
            screen.Line(("Nothing in the next plan would be different.", Palette.Dim));
        }

        foreach (var row in effect.Examples)
        {
            screen.Line(("         ", Palette.Plain), ($"{RowTexts.Name(row)}: ", Palette.Plain), (row.Text, Palette.Dim));
        }

        if (effect.Shifts.Sum(shift => shift.To is null ? 0 : shift.Count) - effect.Examples.Length is > 0 and var more)
        {
            screen.Line(($"         … and {Words.Number(more)} more.", Palette.Dim));
        }
    }

    private static string Text(RowShift shift) => (shift.From, shift.To) switch
    {
        (null, RowStatus.Frozen) => "would freeze; now nothing is to be done for them",
        ({ } from, RowStatus.Frozen) => $"would freeze; now {from}",
        (RowStatus.Frozen, null) => "would be frozen no longer; nothing is to be done for them",
        (RowStatus.Frozen, { } to) => $"would be {to} instead of frozen",
        (null, { } to and (RowStatus.Unmanaged or RowStatus.Conflict or RowStatus.Invalid or RowStatus.Deferred)) => $"would be listed as {to}; now not listed",
        (null, { } to) => $"would be {to}; now nothing is to be done for them",
        ({ } from, null) => $"would have nothing to be done; now {from}",
        ({ } from, { } to) => $"would be {to} instead of {from}",
        _ => "",
    };
}
