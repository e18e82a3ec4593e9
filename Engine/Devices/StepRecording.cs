using GanFromScratch.Engine.Autograd;

namespace GanFromScratch.Engine.Devices;

/// <summary>The content of a recorded step: its launches in order, and the buffers whose addresses they use.</summary>
internal sealed class StepRecording
{
    public List<RecordedLaunch> Launches { get; } = [];

    /// <summary>Held so that no tensor's memory is finalized under a recorded address.</summary>
    public HashSet<DeviceBuffer> Buffers { get; } = [];

    /// <summary>Memory that the step overwrites, again in every replay.</summary>
    public HashSet<StorageVersion> Written { get; } = [];
}
