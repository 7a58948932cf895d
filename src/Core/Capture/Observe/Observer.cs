using System.Collections.Immutable;
using SyncEngine.Model;

namespace SyncEngine.Capture;

/// <summary>
/// Stage 2, observe: called by the pipeline for every record of a reading, and for what a target echoes after a write; gets the record as the
/// source gave it, returns it comparable; must never look at what is known already, nor at the policy.
/// </summary>
internal static class Observer
{
    internal static Observation Observe(SystemName system, SourceRecord record)
    {
        var attributes = AttributeNormalizer.Normalize(record.Attributes);
        var parent = CanonicalText.Of(record.Parent);
        ImmutableArray<string>? members = record.MembersComplete ? AttributeNormalizer.Members(record.Members) : null;
        return new Observation
        {
            Key = new EntryKey(system, record.Kind, record.Anchor),
            Enabled = record.Enabled,
            Parent = parent,
            Attributes = attributes,
            Members = members,
            Fingerprint = members is { } known ? EntryFingerprint.Of(record.Enabled, parent, attributes, known) : Fingerprint.None,
        };
    }
}
