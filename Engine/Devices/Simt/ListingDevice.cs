using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Devices.Simt;

/// <summary>
/// A device without hardware: it runs nothing, and its buffers hold nothing. It only records launches, so that lists and tests see which
/// kernels a version launches, on any machine.
/// </summary>
/// <param name="isProcessor">Acts as a processor behind OpenCL, else as a GPU.</param>
internal sealed class ListingDevice(bool isProcessor) : DriverDevice(
    "listing", isProcessor ? "a processor that only lists launches" : "a GPU that only lists launches",
    new SimtTraits(isProcessor, isProcessor ? Cores : Multiprocessors), ilgpu: null, new ProgramCache(folder: null))
{
    // A usual processor, and a large GPU.
    private const int Cores = 8, Multiprocessors = 128;

    private protected override KernelDialect Dialect => KernelDialect.OpenCl;

    private protected override string CompilerIdentity => "";

    /// <summary>The launches that <paramref name="action"/> makes, in order.</summary>
    public IReadOnlyList<SimtLaunch> LaunchesOf(Action action)
    {
        var recording = new StepRecording();
        using var pool = new BufferPool(this);
        BeginRecording(recording, pool);
        try
        {
            action();
        }
        finally
        {
            EndRecording();
        }

        return [.. recording.Launches.Cast<SimtLaunch>()];
    }

    public override void Synchronize()
    {
        // There is no work to wait for.
    }

    internal override DeviceBuffer CreateBuffer(int length) => new Buffer(this, length);

    private protected override void UploadCore(ReadOnlySpan<float> source, BufferView target)
    {
        // There is no memory to fill.
    }

    private protected override void UploadWordsCore(ReadOnlySpan<uint> source, BufferView target)
    {
        // There is no memory to fill.
    }

    private protected override void DownloadCore(BufferView source, Span<float> target) => throw HoldsNothing();

    private protected override void DownloadWordsCore(BufferView source, Span<uint> target) => throw HoldsNothing();

    private protected override IStepReplay PrepareReplay(IReadOnlyList<SimtLaunch> launches) => throw RunsNothing();

    private protected override void Enqueue(CompiledKernel kernel, int groups, KernelArguments arguments, DeviceBuffer? faultBuffer) =>
        throw RunsNothing();

    private protected override CompiledKernel Compile(KernelProgram program, KernelCode code, out byte[] binary) => throw RunsNothing();

    private protected override CompiledKernel? Load(KernelProgram program, KernelCode code, byte[] binary) => throw RunsNothing();

    private protected override void CloseContext()
    {
        // Nothing was opened.
    }

    private static NotSupportedException RunsNothing() => new("The listing device runs no kernels; it only records launches.");

    private static NotSupportedException HoldsNothing() => new("The listing device's buffers hold nothing that could be read.");

    private sealed class Buffer(Device device, int length) : DeviceBuffer(device, length)
    {
        public override long Bytes => 0;

        internal override void Free()
        {
            // No memory was taken.
        }
    }
}
