using SyncEngine.Model;

namespace SyncEngine;

/// <summary>A plan cannot be applied or approved as asked: unknown, superseded, too old, or another run is under way.</summary>
public sealed class PlanException : SyncEngineException
{
    /// <summary>The code of a run that was refused because another one of the same sync is under way, here or on another host.</summary>
    public const string RunUnderWay = "RunUnderWay";

    /// <summary>Makes an exception about a plan or the runs of its sync.</summary>
    public PlanException(string code, string message, string remedy)
        : base(code, message, remedy)
    {
    }

    /// <summary>The plan concerned, when there is one.</summary>
    public PlanId? Plan { get; init; }
}
