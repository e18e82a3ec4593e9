using System.Diagnostics;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Measures;
using GanFromScratch.Engine.Simt;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace GanFromScratch.Engine.Devices.Ilgpu;

/// <summary>
/// ILGPU's processor accelerator: a GPU's kernel runs as C#, one operating-system thread per item, including barriers, and a debugger can
/// stop in it. Slow: a barrier of 256 threads takes milliseconds. GPUs are <see cref="DriverDevice"/>s with either compiler.
/// </summary>
public sealed unsafe class IlgpuDevice : SimtDevice
{
    public const string DeviceName = "ilgpu-cpu";

    private readonly Context context;
    private readonly Accelerator accelerator;
    private readonly MemoryLimit limit;
    private readonly Lock gate = new();
    private readonly Dictionary<int, Delegate> kernels = [];
    private bool closed;

    // Although this is a processor, it runs the versions for GPUs: they are the ones to step through.
    internal IlgpuDevice()
        : base(DeviceName, DescriptionText, new SimtTraits(IsProcessor: false, ComputeUnits: 1))
    {
        context = IlgpuContext.Create();
        accelerator = context.CreateCPUAccelerator(0);
        limit = new MemoryLimit(accelerator.MemorySize, accelerator.MemorySize);
    }

    internal static string DescriptionText => $"ILGPU's accelerator for debuggers: kernels as C#, {IlgpuContext.GroupSize} threads";

    /// <summary>Waits until every launch so far has ended.</summary>
    public override void Synchronize()
    {
        ObjectDisposedException.ThrowIf(closed, this);
        accelerator.DefaultStream.Synchronize();
    }

    /// <summary>For generated launchers: a kernel loaded by ILGPU, the first time through <paramref name="load"/>.</summary>
    internal TKernel Kernel<TKernel>(KernelProgram program, Func<Accelerator, TKernel> load)
        where TKernel : Delegate
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            if (kernels.TryGetValue(program.Index, out Delegate? ready))
                return (TKernel)ready;
            AnnounceCompiling(program);
            TKernel kernel = load(accelerator);
            kernels.Add(program.Index, kernel);
            return kernel;
        }
    }

    /// <summary>For generated launchers: runs a kernel, or adds it to the recording if there is one.</summary>
    /// <param name="groups">Number of groups; 0 launches nothing.</param>
    /// <param name="groupSize">Items in a group.</param>
    /// <param name="views">All memory that the launch uses.</param>
    /// <param name="launch">The call, with every argument but the size.</param>
    internal void Launch(int groups, int groupSize, ReadOnlySpan<BufferView?> views, Action<KernelConfig> launch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(groups);
        foreach (BufferView? view in views)
            CheckOperand(view?.Buffer);
        if (groups == 0)
            return;
        var one = new Recorded(this, new KernelConfig(groups, groupSize), launch);
        if (Recording == null)
        {
            long start = Stopwatch.GetTimestamp();
            one.Run();
            if (Observer != null)
            {
                Synchronize();
                Observer.Launched(KernelName.Of(launch), start, views.ToArray().Sum(view => sizeof(float) * (long)(view?.Length ?? 0)));
            }

            return;
        }

        Recording.Launches.Add(one);
        foreach (BufferView? view in views)
        {
            if (view is BufferView present)
                Recording.Buffers.Add(present.Buffer);
        }
    }

    /// <summary>For generated launchers: a range of a buffer as an ILGPU view; a missing one is empty.</summary>
    internal static ArrayView<T> View<T>(BufferView? view)
        where T : unmanaged =>
        view is BufferView { Length: > 0 } present ? Words(present).Cast<T>() : ArrayView<T>.Empty;

    internal override DeviceBuffer CreateBuffer(int length)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            return new IlgpuBuffer(this, accelerator, length, limit);
        }
    }

    private protected override void UploadCore(ReadOnlySpan<float> source, BufferView target) => Write(source, target);

    private protected override void DownloadCore(BufferView source, Span<float> target) => Read(source, target);

    private protected override void Close()
    {
        lock (gate)
        {
            if (closed)
                return;
            accelerator.DefaultStream.Synchronize();
            ReleaseTicket();
            closed = true;
            accelerator.Dispose();
            context.Dispose();
        }
    }

    private static ArrayView<float> Words(BufferView view) =>
        ((ArrayView<float>)((IlgpuBuffer)view.Buffer).Memory.View).SubView(view.Offset, view.Length);

    private void Write(ReadOnlySpan<float> source, BufferView target)
    {
        CheckOperand(target.Buffer);
        if (source.Length == 0)
            return;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            // ILGPU copies by raw address, so the array is pinned meanwhile.
            fixed (float* pinned = source)
                Words(target).CopyFromCPU(accelerator.DefaultStream, ref *pinned, source.Length);
        }

        GC.KeepAlive(target.Buffer);
    }

    private void Read(BufferView source, Span<float> target)
    {
        CheckOperand(source.Buffer);
        if (target.Length == 0)
            return;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            fixed (float* pinned = target)
                Words(source).CopyToCPU(accelerator.DefaultStream, ref *pinned, target.Length);
        }

        GC.KeepAlive(source.Buffer);
    }

    /// <summary>One launch with its arguments.</summary>
    private sealed class Recorded(IlgpuDevice device, KernelConfig size, Action<KernelConfig> launch) : RecordedLaunch
    {
        public override void Run()
        {
            // ILGPU's streams are not thread-safe.
            lock (device.gate)
            {
                ObjectDisposedException.ThrowIf(device.closed, device);
                launch(size);
            }
        }
    }
}
