using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using SyncEngine.Model;

namespace SyncEngine.Provisioning;

/// <summary>A unit as the rule sees it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct UnitStep(string Anchor, string Name);

/// <summary>The units rule of one policy, ready to be asked about paths of units. Pure; the same on every machine.</summary>
internal sealed class UnitRule
{
    /// <summary>The longest pattern that is taken.</summary>
    internal const int PatternLengthMax = 1_000;

    private const string ListSeparator = "/";
    private readonly ScopeRule rule;
    private readonly Func<ReadOnlySpan<UnitStep>, bool> admitted;
    private readonly Func<ReadOnlySpan<UnitStep>, bool> denied;

    internal UnitRule(ScopeRule rule)
    {
        this.rule = rule;
        admitted = Matcher(rule.Mode, rule.Words);
        denied = Matcher(rule.Mode, rule.Deny);
        AdmitsEverything = rule.Mode == ScopeMode.Any && rule.Deny.All(word => CanonicalText.NameKey(word).Length == 0);
    }

    /// <summary>Whether no unit is ever kept out.</summary>
    internal bool AdmitsEverything { get; }

    /// <summary>Whether people who stand in the last unit of a path, from the top down, are admitted. Denied words win, wherever in the path they match.</summary>
    internal bool Admits(ImmutableArray<UnitStep> path)
    {
        var steps = path.AsSpan();
        for (var depth = 1; depth <= steps.Length; depth++)
        {
            if (denied(steps[..depth]))
            {
                return false;
            }
        }

        if (rule.Mode == ScopeMode.Any)
        {
            return true;
        }

        for (var depth = rule.Level == ScopeLevel.Nearest ? steps.Length : 1; depth <= steps.Length; depth++)
        {
            if (admitted(steps[..depth]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A pattern as <see cref="ScopeMode.Regex"/> understands it.</summary>
    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    /// <exception cref="NotSupportedException">It needs backtracking (a look-around, a back reference), whose time has no bound.</exception>
    internal static Regex Pattern(string word) =>
        new(word, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Regex.InfiniteMatchTimeout);

    /// <summary>Says of the last unit of a path whether one of some words is about it.</summary>
    private static Func<ReadOnlySpan<UnitStep>, bool> Matcher(ScopeMode mode, ImmutableArray<string> words)
    {
        if (mode == ScopeMode.Regex)
        {
            var patterns = words.Where(word => word.Length > 0).Select(Pattern).ToArray();
            return path => Array.Exists(patterns, Matches(path[^1].Name));
        }

        if (mode == ScopeMode.Listed)
        {
            var anchors = words.ToHashSet(StringComparer.OrdinalIgnoreCase);
            var paths = words.Select(word => DepartmentPath.Parse(word, ListSeparator)?.Key).OfType<string>().ToHashSet(StringComparer.Ordinal);
            return path => anchors.Contains(path[^1].Anchor) || paths.Contains(KeyOf(path));
        }

        var keys = words.Select(CanonicalText.NameKey).Where(word => word.Length > 0).ToArray();
        return path =>
        {
            var name = CanonicalText.NameKey(path[^1].Name);
            return Array.Exists(keys, word => mode switch
            {
                ScopeMode.EndsWith => name.EndsWith(word, StringComparison.Ordinal),
                ScopeMode.WholeWord => WordsOf(name).Contains(word, StringComparer.Ordinal),
                _ => name.Contains(word, StringComparison.Ordinal),
            });
        };
    }

    private static Predicate<Regex> Matches(string name) => pattern => pattern.IsMatch(name);

    private static string KeyOf(ReadOnlySpan<UnitStep> path)
    {
        var names = new string[path.Length];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = path[i].Name;
        }

        return DepartmentPath.KeyOf(names);
    }

    private static IEnumerable<string> WordsOf(string key)
    {
        var start = -1;
        for (var i = 0; i <= key.Length; i++)
        {
            if (i < key.Length && char.IsLetterOrDigit(key[i]))
            {
                start = start < 0 ? i : start;
            }
            else if (start >= 0)
            {
                yield return key[start..i];
                start = -1;
            }
        }
    }
}
