using GanFromScratch.Engine.Devices;

namespace GanFromScratch.Gan.Training;

/// <summary>Recordings of a training step: one for each set of penalties that are due together, made when it is first needed.</summary>
/// <param name="play">The step.</param>
internal sealed class RecordedSteps(Device device, Action play) : IDisposable
{
    private readonly Dictionary<long, StepGraph> graphs = [];

    /// <param name="due">The set of penalties, a bit mask.</param>
    public void Replay(long due)
    {
        if (!graphs.TryGetValue(due, out StepGraph? graph))
            graphs.Add(due, graph = StepGraph.Capture(device, play));
        graph.Replay();
    }

    /// <summary>The step has changed: it is recorded anew.</summary>
    public void Forget()
    {
        foreach (StepGraph graph in graphs.Values)
            graph.Dispose();
        graphs.Clear();
    }

    public void Dispose() => Forget();
}
