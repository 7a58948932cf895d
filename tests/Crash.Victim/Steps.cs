using System.Diagnostics;

namespace SyncEngine.Crash.Victim;

/// <summary>Counts the steps of the apply, says each on the output, and kills the process right after the one it is told to die at.</summary>
internal static class Steps
{
    private static int passed;

    /// <summary>The number of the step to die at; 0 for none.</summary>
    internal static int DieAt { get; set; }

    internal static void Pass(string what)
    {
        Console.WriteLine($"step {what}");
        if (++passed == DieAt)
        {
            using var self = Process.GetCurrentProcess();
            self.Kill(); // SIGKILL: nothing is flushed, closed, rolled back or told
            self.WaitForExit();
        }
    }
}
