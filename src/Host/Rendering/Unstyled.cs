using Spectre.Console.Rendering;

namespace SyncEngine.Host;

/// <summary>The text of something alone: no colours, nothing that moves the cursor.</summary>
internal sealed class Unstyled(IRenderable inner) : IRenderable
{
    public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        inner.Render(options, maxWidth).Where(segment => !segment.IsControlCode).Select(segment => segment.IsLineBreak ? segment : new Segment(segment.Text));
}
