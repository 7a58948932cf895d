using System.Collections.Immutable;
using SyncEngine.Model;
using SyncEngine.Provisioning;

namespace SyncEngine.Audit;

/// <summary>The stages between what a system said and the row of a plan, in order.</summary>
public enum ExplainStage
{
    /// <summary>The readings that the plan rests on.</summary>
    Read = 0,

    /// <summary>How the entry was seen.</summary>
    Entry = 1,

    /// <summary>Picked groups.</summary>
    Groups = 2,

    /// <summary>The units rule.</summary>
    Units = 3,

    /// <summary>Exceptions, filters and excluded groups.</summary>
    Exceptions = 4,

    /// <summary>Which account belongs to the person.</summary>
    Correlation = 5,

    /// <summary>Whether the person's data can be an account's, and which fields differ.</summary>
    Comparison = 6,

    /// <summary>Accounts that are never blocked, and who takes over work.</summary>
    Protection = 7,

    /// <summary>Limits on how many rows pass without an approval.</summary>
    Limits = 8,

    /// <summary>Whether Sync applies the row.</summary>
    Selection = 9,
}

/// <summary>One step of an explanation.</summary>
/// <param name="Stage">Which stage.</param>
/// <param name="Text">What it found, as sentences for people.</param>
/// <param name="DecidedBy">What decided it: a receipt, a unit and a word, a filter, a link, a limit; null where nothing did.</param>
/// <param name="Decisive">Whether the row has its reason because of this step.</param>
public sealed record ExplainStep(ExplainStage Stage, string Text, string? DecidedBy, bool Decisive)
{
    /// <summary>Further lines, such as one for each field.</summary>
    public ImmutableArray<string> Details { get; init; } = [];
}

/// <summary>Why a plan says what it says of one person.</summary>
/// <param name="Plan">The plan, without its rows.</param>
/// <param name="Person">The source entry, or an account that is nobody's.</param>
/// <param name="Name">What the person is called.</param>
/// <param name="Row">The person's row; null when the plan has none.</param>
/// <param name="Related">Rows of departments and roles that have to do with the person.</param>
/// <param name="Steps">The chain, in order of stages.</param>
/// <param name="Result">What came out, as a sentence.</param>
/// <param name="Otherwise">The smallest change that would have decided otherwise; null where there is none.</param>
public sealed record Explanation(
    Plan Plan, EntryKey Person, string Name, PlanRow? Row, ImmutableArray<RelatedRow> Related, ImmutableArray<ExplainStep> Steps, string Result, string? Otherwise);

/// <summary>A row of a department, a role or a membership that has to do with the person.</summary>
/// <param name="Row">The row.</param>
/// <param name="Otherwise">The smallest change that would have decided it otherwise; null where there is none.</param>
public sealed record RelatedRow(PlanRow Row, string? Otherwise);
