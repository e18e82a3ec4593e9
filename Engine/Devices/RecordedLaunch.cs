namespace GanFromScratch.Engine.Devices;

/// <summary>
/// One launch of a recorded step, with every argument fixed: kernel, buffers, sizes. Data that changes from step to step (the batch,
/// random counters, the learning rate) is in device memory, where the kernel reads it.
/// </summary>
internal abstract class RecordedLaunch
{
    public abstract void Run();
}
