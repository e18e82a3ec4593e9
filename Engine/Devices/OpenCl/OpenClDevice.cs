using System.Runtime.InteropServices;
using GanFromScratch.Engine.Devices.Ilgpu;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Devices.OpenCl;

/// <summary>
/// A GPU or processor behind an OpenCL driver: one context, and one in-order queue. Only downloads and <see cref="Synchronize"/> wait.
/// Any thread may launch: a lock makes setting arguments and enqueueing one step.
/// </summary>
public sealed unsafe class OpenClDevice : DriverDevice
{
    /// <summary>
    /// After so many launches the queue is flushed, so that the device works while the host prepares the next ones; the first launch
    /// after a wait, when the device is idle, is flushed at once.
    /// </summary>
    private const int LaunchesPerFlush = 16;

    private readonly OpenClDeviceInfo info;
    private readonly MemoryLimit limit;
    private readonly nint context, queue;
    private readonly OpenClStaging staging;
    private readonly Lock queueGate = new();
    private int launchesSinceFlush = LaunchesPerFlush;
    private bool closed;

    /// <param name="number">Which one: 0 for the first, in the order of <c>devices</c>.</param>
    /// <param name="compiler">Null for the device's own choice.</param>
    /// <exception cref="InputException">There is no such device, or it cannot be used.</exception>
    public OpenClDevice(int number = 0, KernelCompiler? compiler = null)
        : this(number, ProgramCache.OfUser(), null, compiler)
    {
    }

    internal OpenClDevice(int number, ProgramCache cache, MemoryLimit? limit = null, KernelCompiler? compiler = null)
        : this(OpenClDiscovery.NameOf(number), Find(number), cache, limit, compiler)
    {
    }

    private OpenClDevice(string name, OpenClDeviceInfo info, ProgramCache cache, MemoryLimit? limit, KernelCompiler? compiler)
        : base(
            name,
            info.Description,
            new SimtTraits(info.IsProcessor, info.ComputeUnits),
            info.Compilers.Choose(compiler, $"'{name}' ({info.Description})", AsksForChecks) == KernelCompiler.Ilgpu
                ? IlgpuCompiler.OpenCl()
                : null,
            cache)
    {
        this.info = info;
        this.limit = limit ?? new MemoryLimit(info.MemoryBytes, info.LargestBufferBytes);
        nint* properties = stackalloc nint[] { OpenClLibrary.ContextPlatform, info.Platform, 0 };
        nint device = info.Handle;
        context = OpenClLibrary.CreateContext(properties, 1, &device, 0, 0, out int status);
        if (status != OpenClStatus.Success)
            throw new InputException(
                $"The device '{name}' ({info.Description}) cannot be opened: clCreateContext failed with {OpenClStatus.Name(status)}; "
                + $"choose another one.");
        queue = OpenClLibrary.CreateCommandQueue(context, device, 0, out status);
        if (status != OpenClStatus.Success)
        {
            _ = OpenClLibrary.ReleaseContext(context);
            throw new InputException(
                $"The device '{name}' ({info.Description}) cannot be opened: clCreateCommandQueue failed with {OpenClStatus.Name(status)}; "
                + $"choose another one.");
        }

        try
        {
            staging = new OpenClStaging(context, queue);
        }
        catch (InvalidOperationException failure)
        {
            _ = OpenClLibrary.ReleaseCommandQueue(queue);
            _ = OpenClLibrary.ReleaseContext(context);
            throw new InputException(
                $"The device '{name}' ({info.Description}) cannot be opened: {failure.Message.TrimEnd('.')}; choose another one.", failure);
        }
    }

    private protected override KernelDialect Dialect => KernelDialect.OpenCl;

    private protected override string CompilerIdentity =>
        string.Join('\n', info.PlatformName, info.Name, info.Version, info.DriverVersion, Options);

    private string Options => Compiler == KernelCompiler.Ilgpu ? info.IlgpuOptions : OpenClProgram.Options;

    public override void Synchronize()
    {
        ObjectDisposedException.ThrowIf(closed, this);
        CheckRun(OpenClLibrary.Finish(queue), "clFinish");
        launchesSinceFlush = LaunchesPerFlush;
    }

    internal override DeviceBuffer CreateBuffer(int length)
    {
        ObjectDisposedException.ThrowIf(closed, this);
        return new OpenClBuffer(this, context, length, limit);
    }

    private protected override void Enqueue(CompiledKernel kernel, int groups, KernelArguments arguments, DeviceBuffer? faultBuffer)
    {
        var launched = (OpenClKernel)kernel;
        lock (queueGate)
        {
            launched.SetArguments(arguments, faultBuffer);
            EnqueueWithArguments(launched, groups);
        }

        GC.KeepAlive(arguments);
    }

    private protected override IStepReplay PrepareReplay(IReadOnlyList<SimtLaunch> launches)
    {
        var prepared = new (OpenClKernel Kernel, int Groups)[launches.Count];
        for (int i = 0; i < prepared.Length; i++)
        {
            OpenClKernel kernel = ((OpenClKernel)Kernel(launches[i].Program)).Another();
            kernel.SetArguments(launches[i].Arguments, null);
            prepared[i] = (kernel, launches[i].Groups);
        }

        return new Replay(this, prepared);
    }

    private protected override CompiledKernel Compile(KernelProgram program, KernelCode code, out byte[] binary)
    {
        nint built = OpenClProgram.FromSource(context, info.Handle, Options, code.Text, out string log);
        if (built == 0)
            throw CompileFailed(program, code, log);
        binary = OpenClProgram.Binary(built);
        return new OpenClKernel(built, code.EntryPoint, program.Kernel.GroupSize, code.IsIlgpu);
    }

    private protected override CompiledKernel? Load(KernelProgram program, KernelCode code, byte[] binary)
    {
        nint built = OpenClProgram.FromBinary(context, info.Handle, Options, binary);
        if (built == 0)
            return null;
        try
        {
            return new OpenClKernel(built, code.EntryPoint, program.Kernel.GroupSize, code.IsIlgpu);
        }
        catch (InvalidOperationException)
        {
            // The driver accepted it but finds no kernel in it: treated as not accepted.
            return null;
        }
    }

    private protected override void UploadCore(ReadOnlySpan<float> source, BufferView target) =>
        Write(MemoryMarshal.AsBytes(source), target);

    private protected override void DownloadCore(BufferView source, Span<float> target) => Read(source, MemoryMarshal.AsBytes(target));

    private protected override void CloseContext()
    {
        lock (queueGate)
        {
            closed = true;
            staging.Dispose();
            _ = OpenClLibrary.ReleaseCommandQueue(queue);
            _ = OpenClLibrary.ReleaseContext(context);
        }
    }

    private static OpenClDeviceInfo Find(int number)
    {
        string name = OpenClDiscovery.NameOf(number);
        IReadOnlyList<OpenClDeviceInfo> devices = OpenClDiscovery.Devices;
        if (devices.Count == 0)
            throw new InputException($"The device '{name}' cannot be used: {OpenClDiscovery.Absence}.");
        if (number < 0 || number >= devices.Count)
            throw new InputException(
                $"There is no device '{name}': this machine has "
                + $"{string.Join(", ", Enumerable.Range(0, devices.Count).Select(OpenClDiscovery.NameOf))}.");
        return devices[number];
    }

    private void EnqueueWithArguments(OpenClKernel kernel, int groups)
    {
        ObjectDisposedException.ThrowIf(closed, this);
        int status = kernel.Enqueue(queue, groups);
        if (status != OpenClStatus.Success)
            CheckUse(status, "clEnqueueNDRangeKernel", 0);
        if (++launchesSinceFlush >= LaunchesPerFlush)
            Flush();
    }

    private void Flush()
    {
        launchesSinceFlush = 0;
        OpenClStatus.Check(OpenClLibrary.Flush(queue), "clFlush");
    }

    private void Write(ReadOnlySpan<byte> source, BufferView target)
    {
        OpenClBuffer buffer = Buffer(target);
        lock (queueGate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            CheckUse(staging.Write(source, buffer.Memory, (long)target.Offset * sizeof(float)), "clEnqueueWriteBuffer", source.Length);
        }

        GC.KeepAlive(buffer);
    }

    private void Read(BufferView source, Span<byte> target)
    {
        ObjectDisposedException.ThrowIf(closed, this);
        OpenClBuffer buffer = Buffer(source);
        if (target.Length == 0)
            return;
        fixed (byte* first = target)
        {
            CheckRun(
                OpenClLibrary.EnqueueReadBuffer(
                    queue, buffer.Memory, 1, (nuint)source.Offset * sizeof(float), (nuint)target.Length, first, 0, null, null),
                "clEnqueueReadBuffer");
        }

        launchesSinceFlush = LaunchesPerFlush;

        GC.KeepAlive(buffer);
    }

    private OpenClBuffer Buffer(BufferView view) => view.Buffer is OpenClBuffer buffer && buffer.Device == this
        ? buffer
        : throw new InputException($"A copy on {Name} was given a tensor on {view.Device}.");

    // Some drivers allocate a buffer only when it is first used.
    private void CheckUse(int status, string call, long bytes)
    {
        if (OpenClStatus.IsOutOfMemory(status))
            throw limit.Exceeded(this, bytes);
        OpenClStatus.Check(status, call);
    }

    // A kernel's error is reported by the next wait.
    private void CheckRun(int status, string call)
    {
        if (status == OpenClStatus.OutOfResources)
            throw new InvalidOperationException(
                $"{call} on {Name} failed with {OpenClStatus.Name(status)}: its memory is full, or a kernel left its memory; GAN_CHECKED=1 "
                + $"names the place.");
        OpenClStatus.Check(status, call);
    }

    /// <summary>A recorded step as kernels with their arguments set: a replay only enqueues.</summary>
    private sealed class Replay(OpenClDevice device, (OpenClKernel Kernel, int Groups)[] launches) : IStepReplay
    {
        public void Run()
        {
            lock (device.queueGate)
            {
                foreach ((OpenClKernel kernel, int groups) in launches)
                    device.EnqueueWithArguments(kernel, groups);
                device.Flush();
            }
        }

        public void Dispose()
        {
            foreach ((OpenClKernel kernel, _) in launches)
                kernel.Dispose();
        }
    }
}
