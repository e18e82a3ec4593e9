using GanFromScratch.Engine.Autograd;

namespace GanFromScratch.Engine.Devices;

/// <summary>What is written down while a step is recorded: its launches in order, and the buffers whose addresses stand in them.</summary>
internal sealed class StepRecording
{
    public List<RecordedLaunch> Launches { get; } = [];

    /// <summary>Held so that no tensor's memory is finalized under a recorded address.</summary>
    public HashSet<DeviceBuffer> Buffers { get; } = [];

    /// <summary>Memory that the step overwrites, and every replay again.</summary>
    public HashSet<StorageVersion> Written { get; } = [];
}
