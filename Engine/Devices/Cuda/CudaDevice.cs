using System.Runtime.InteropServices;
using System.Text;
using GanFromScratch.Engine.Devices.Ilgpu;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Simt;
using static GanFromScratch.Engine.Devices.Cuda.CudaLibrary;

namespace GanFromScratch.Engine.Devices.Cuda;

/// <summary>
/// An NVIDIA GPU, through the driver API. All work is queued in one stream and runs in order; only reads wait. A recorded step becomes a
/// CUDA graph.
/// </summary>
public sealed unsafe class CudaDevice : DriverDevice
{
    private readonly CudaContext context;
    private readonly StagingRing staging;
    private readonly NvrtcCompiler? compiler;

    /// <exception cref="InputException">The GPU cannot be used, or not with this compiler.</exception>
    internal CudaDevice(CudaGpu gpu, CudaInstallation installation, KernelCompiler? asked = null, ProgramCache? cache = null)
        : base(
            gpu.Name,
            gpu.Description,
            new SimtTraits(IsProcessor: false, gpu.Multiprocessors),
            gpu.Compilers.Choose(asked, $"'{gpu.Name}' ({gpu.Description})", AsksForChecks) == KernelCompiler.Ilgpu
                ? IlgpuCompiler.Ptx(gpu.Architecture, installation.DriverVersion)
                : null,
            cache)
    {
        compiler = gpu.Compiler;
        CompilerIdentity = compiler == null ? "" : $"NVRTC {installation.CompilerVersion} {compiler.Identity}";
        context = new CudaContext(gpu.Handle, gpu.Name);
        try
        {
            staging = new StagingRing(context.Stream);
        }
        catch
        {
            CloseContext();
            throw;
        }
    }

    private protected override KernelDialect Dialect => KernelDialect.Cuda;

    private protected override string CompilerIdentity { get; }

    public override void Synchronize() => context.Synchronize();

    /// <summary>By the device's own clock: from when the first launch could start to the end of the last.</summary>
    internal override double Measure(Action enqueue)
    {
        context.Use();
        nint start = 0, end = 0;
        try
        {
            CudaResult.Check(cuEventCreate(out start, EventDefault));
            CudaResult.Check(cuEventCreate(out end, EventDefault));
            Record(start);
            enqueue();
            Record(end);
            CudaResult.Check(cuEventSynchronize(end));
            CudaResult.Check(cuEventElapsedTime(out float milliseconds, start, end));
            return milliseconds / 1000.0;
        }
        finally
        {
            if (start != 0)
                _ = cuEventDestroy(start);
            if (end != 0)
                _ = cuEventDestroy(end);
        }
    }

    internal override DeviceBuffer CreateBuffer(int length) => new CudaBuffer(this, context, length);

    private protected override void UploadCore(ReadOnlySpan<float> source, BufferView target) =>
        Upload(MemoryMarshal.AsBytes(source), target);

    private protected override void DownloadCore(BufferView source, Span<float> target) => Download(source, MemoryMarshal.AsBytes(target));

    private protected override IStepReplay PrepareReplay(IReadOnlyList<SimtLaunch> launches)
    {
        var list = new ListReplay(launches);
        if (launches.Count == 0)
            return list;

        // Loading a kernel is not allowed while the stream is captured.
        foreach (SimtLaunch launch in launches)
            Kernel(launch.Program);
        if (CudaGraphReplay.Capture(context, list.Run, out string refusal) is CudaGraphReplay graph)
            return graph;
        Notify(
            $"The device {Name} makes no CUDA graph of the recorded step ({refusal}); its {launches.Count} launches are put in one by one, "
            + $"which takes longer.");
        return list;
    }

    private protected override void Enqueue(CompiledKernel kernel, int groups, KernelArguments arguments, DeviceBuffer? faultBuffer)
    {
        var cuda = (CudaKernel)kernel;
        ReadOnlySpan<KernelArgument> entries = arguments.Entries;

        // The driver takes a pointer to each argument. A view is three of them: address, start and length, two slots of 64 bits side by
        // side; a struct is one, its words rounded up to whole slots. In ILGPU's programs a view is one, a struct of address and length.
        int slots = 1, count = 1;
        foreach (ref readonly KernelArgument entry in entries)
        {
            slots += entry.IsView ? 2 : (entry.Length + 1) / 2;
            count += entry.IsView ? 3 : 1;
        }

        ulong* slot = stackalloc ulong[slots];
        void** pointers = stackalloc void*[count];
        void** pointer = pointers;
        foreach (ref readonly KernelArgument entry in entries)
        {
            *pointer++ = slot;
            if (entry.IsView && cuda.IsIlgpu)
            {
                *slot++ = entry.Buffer == null ? 0 : CudaBuffer.Address(entry.Buffer, entry.Start);
                *slot++ = (ulong)entry.Length;
            }
            else if (entry.IsView)
            {
                int* range = (int*)(slot + 1);
                *slot = entry.Buffer == null ? 0 : CudaBuffer.Address(entry.Buffer, 0);
                range[0] = entry.Start;
                range[1] = entry.Length;
                *pointer++ = range;
                *pointer++ = range + 1;
                slot += 2;
            }
            else
            {
                arguments.Value(entry).CopyTo(new Span<uint>(slot, entry.Length));
                slot += (entry.Length + 1) / 2;
            }
        }

        if (faultBuffer != null)
        {
            *slot = CudaBuffer.Address(faultBuffer, 0);
            *pointer = slot;
        }

        lock (context.Gate)
        {
            context.Use();
            CudaResult.Check(cuLaunchKernel(cuda.Function, (uint)groups, 1, 1, cuda.GroupSize, 1, 1, 0, context.Stream, pointers, null));
        }

        // Kept alive to here, so that no buffer is finalized between reading its address and the launch; freeing waits for earlier
        // launches.
        GC.KeepAlive(arguments);
    }

    private protected override CompiledKernel Compile(KernelProgram program, KernelCode code, out byte[] binary)
    {
        string log = "";
        binary = code.IsIlgpu
            ? []
            : compiler!.Compile($"{program.Kernel.Family}Simt.cu", code.Text, out log) ?? throw CompileFailed(program, code, log);
        return LoadImage(program, code, code.IsIlgpu ? [.. Encoding.UTF8.GetBytes(code.Text), 0] : binary, out string refusal)
            ?? throw CompileFailed(program, code, $"{log}\n{refusal}".Trim());
    }

    // PTX: the driver has its own cache for the code it compiles from it.
    private protected override bool TakesAsItIs(KernelCode code) => code.IsIlgpu;

    private protected override CompiledKernel? Load(KernelProgram program, KernelCode code, byte[] binary) =>
        LoadImage(program, code, binary, out _);

    private protected override void CloseContext()
    {
        lock (context.Gate)
        {
            if (context.TryUse())
                staging?.Dispose();
        }

        context.CloseStream();
        context.Release();
    }

    private CudaKernel? LoadImage(KernelProgram program, KernelCode code, byte[] image, out string refusal)
    {
        // The log of the driver's own PTX compiler.
        const int logBytes = 8192;
        byte* log = stackalloc byte[logBytes];
        *log = 0;
        int* options = stackalloc int[] { JitErrorLogBuffer, JitErrorLogBufferSizeBytes };
        void** values = stackalloc void*[] { log, (void*)logBytes };
        lock (context.Gate)
        {
            context.Use();
            int result;
            nint module, function = 0;
            fixed (byte* bytes = image)
                result = cuModuleLoadDataEx(out module, bytes, 2, options, values);
            if (result == CudaResult.Success)
            {
                result = cuModuleGetFunction(out function, module, code.EntryPoint);
                if (result != CudaResult.Success)
                    _ = cuModuleUnload(module);
            }

            refusal = result == CudaResult.Success ? "" : $"{CudaResult.Describe(result)} {Marshal.PtrToStringUTF8((nint)log)}".TrimEnd();
            return result == CudaResult.Success ? new CudaKernel(context, module, function, program.Kernel.GroupSize, code.IsIlgpu) : null;
        }
    }

    private void Record(nint happening)
    {
        lock (context.Gate)
        {
            context.Use();
            CudaResult.Check(cuEventRecord(happening, context.Stream));
        }
    }

    private void Upload(ReadOnlySpan<byte> source, BufferView target)
    {
        ulong address = Address(target);
        lock (context.Gate)
        {
            context.Use();
            staging.Upload(source, address);
        }

        GC.KeepAlive(target.Buffer);
    }

    private void Download(BufferView source, Span<byte> target)
    {
        ulong address = Address(source);
        lock (context.Gate)
        {
            context.Use();
            staging.Download(address, target);
        }

        GC.KeepAlive(source.Buffer);
    }

    private ulong Address(BufferView view) => view.Buffer.Device == this
        ? CudaBuffer.Address(view.Buffer, view.Offset)
        : throw new InputException($"A copy on {Name} was given a tensor on {view.Device}.");
}
