using GanFromScratch.Engine.Autograd;

namespace GanFromScratch.Engine.Devices;

/// <summary>
/// A training step recorded once and replayed many times. Recording runs the step's C# code but none of its kernels: each launch is
/// stored with its buffers and sizes. A replay iterates over this list; no tensor, graph node or closure is made again.
/// <para>
/// Buffers that the step takes during recording come from the graph's own pool and are never reused elsewhere, so the addresses in the
/// list stay valid. Data that changes from step to step must be in device memory: write the next batch into the tensor that the step read
/// (<see cref="Tensor.CopyFrom(ReadOnlySpan{float})"/>), the learning rate into the optimizer's; random sources advance their own
/// counters.
/// </para>
/// </summary>
public sealed class StepGraph : IDisposable
{
    private readonly StepRecording recording = new();
    private readonly BufferPool pool;
    private IStepReplay? replay;
    private bool disposed;

    private StepGraph(Device device)
    {
        Device = device;
        pool = new BufferPool(device);
    }

    public Device Device { get; }

    /// <summary>Number of kernel launches in the step.</summary>
    public int Count => recording.Launches.Count;

    /// <summary>Records <paramref name="step"/>; nothing is computed until <see cref="Replay"/>.</summary>
    public static StepGraph Capture(Device device, Action step)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(step);
        var graph = new StepGraph(device);
        device.BeginRecording(graph.recording, graph.pool);
        try
        {
            try
            {
                step();
            }
            finally
            {
                device.EndRecording();
            }

            graph.replay = device.PrepareReplay(graph.recording);
        }
        catch
        {
            graph.Dispose();
            throw;
        }

        return graph;
    }

    /// <summary>Runs the recorded step once.</summary>
    public void Replay()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        replay!.Run();
        foreach (StorageVersion written in recording.Written)
            written.Change("StepGraph.Replay");

        // The buffers stay this object's until the last launch is enqueued.
        GC.KeepAlive(this);
    }

    public void Dispose()
    {
        disposed = true;
        replay?.Dispose();
        replay = null;
        recording.Launches.Clear();
        recording.Buffers.Clear();
        recording.Written.Clear();
        pool.Dispose();
    }
}
