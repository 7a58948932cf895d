using System.Collections.Immutable;
using SyncEngine.Provisioning;

namespace SyncEngine.Audit;

/// <summary>Which unit and which word decided, by asking the rule about one word and one unit at a time.</summary>
/// <param name="Admits">What the rule says.</param>
/// <param name="Unit">The name of the unit; null when none matched.</param>
/// <param name="Word">The word; null when none matched.</param>
internal sealed record UnitDecision(bool Admits, string? Unit, string? Word)
{
    internal static UnitDecision Of(ScopeRule rule, ImmutableArray<UnitStep> path)
    {
        var admits = new UnitRule(rule).Admits(path);
        var mode = rule.Mode == ScopeMode.Any ? ScopeMode.Contains : rule.Mode;
        for (var depth = 1; depth <= path.Length; depth++)
        {
            if (FirstWord(mode, rule.Deny, path[..depth]) is { } denied)
            {
                return new UnitDecision(admits, path[depth - 1].Name, denied);
            }
        }

        for (var depth = rule.Level == ScopeLevel.Nearest ? path.Length : 1; depth <= path.Length && rule.Mode != ScopeMode.Any; depth++)
        {
            if (FirstWord(mode, rule.Words, path[..depth]) is { } word)
            {
                return new UnitDecision(admits, path[depth - 1].Name, word);
            }
        }

        return new UnitDecision(admits, null, null);
    }

    private static string? FirstWord(ScopeMode mode, ImmutableArray<string> words, ImmutableArray<UnitStep> path) =>
        words.FirstOrDefault(word => new UnitRule(new ScopeRule { Mode = mode, Level = ScopeLevel.Nearest, Words = [word] }).Admits(path));
}
