using System.Diagnostics;
using GanFromScratch.Engine.Kernels;

namespace GanFromScratch.Engine.Devices.Reference;

/// <summary>
/// Every kernel as a plain loop, in double precision: the standard for the other devices, and the place to step through with a debugger.
/// In double, central differences are accurate to eight digits, so this device verifies the gradient formulas of all ops.
/// </summary>
public sealed class ReferenceDevice() : Device("reference", DescriptionText)
{
    public const string DescriptionText = "plain loops in double precision: the meaning of every kernel, slow";

    public override void Synchronize()
    {
        // Launches run on the calling thread.
    }

    /// <summary>Runs a kernel, or records it while a step is recorded.</summary>
    internal void Launch<TLaunch>(in TLaunch launch)
        where TLaunch : struct, IKernelLaunch<TLaunch>
    {
        if (Recording != null)
        {
            Recording.Launches.Add(new Recorded<TLaunch>(launch));
            return;
        }

        long start = Observer == null ? 0 : Stopwatch.GetTimestamp();
        launch.OnReference();
        Observer?.Launched(TLaunch.Family, start, 0);
    }

    /// <summary>The values of a tensor's buffer without rounding to float.</summary>
    internal static Span<double> Values(BufferView view) => ReferenceBuffer.Span(view);

    /// <summary>The values of a buffer, an empty span for a missing one.</summary>
    internal static Span<double> Values(BufferView? view) => view is BufferView present ? Values(present) : default;

    internal override DeviceBuffer CreateBuffer(int length) => new ReferenceBuffer(this, length);

    private protected override void UploadCore(ReadOnlySpan<float> source, BufferView target)
    {
        Span<double> values = ReferenceBuffer.Span(target);
        for (int i = 0; i < values.Length; i++)
            values[i] = source[i];
    }

    private protected override void DownloadCore(BufferView source, Span<float> target)
    {
        Span<double> values = ReferenceBuffer.Span(source);
        for (int i = 0; i < values.Length; i++)
            target[i] = (float)values[i];
    }

    private protected override void UploadDoublesCore(ReadOnlySpan<double> source, BufferView target) =>
        source.CopyTo(ReferenceBuffer.Span(target));

    private protected override void DownloadDoublesCore(BufferView source, Span<double> target) =>
        ReferenceBuffer.Span(source).CopyTo(target);

    // A double holds every 32-bit word exactly, as a number.
    private protected override void UploadWordsCore(ReadOnlySpan<uint> source, BufferView target)
    {
        Span<double> values = ReferenceBuffer.Span(target);
        for (int i = 0; i < values.Length; i++)
            values[i] = source[i];
    }

    private protected override void DownloadWordsCore(BufferView source, Span<uint> target)
    {
        Span<double> values = ReferenceBuffer.Span(source);
        for (int i = 0; i < values.Length; i++)
            target[i] = (uint)values[i];
    }

    private protected override void Close()
    {
        // Nothing is held.
    }

    private sealed class Recorded<TLaunch>(TLaunch launch) : RecordedLaunch
        where TLaunch : struct, IKernelLaunch<TLaunch>
    {
        private readonly TLaunch launch = launch;

        public override void Run() => launch.OnReference();
    }
}
