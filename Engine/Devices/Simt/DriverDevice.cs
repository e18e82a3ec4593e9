using System.Diagnostics;
using GanFromScratch.Engine.Devices.Ilgpu;
using GanFromScratch.Engine.Measures;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Devices.Simt;

/// <summary>
/// A SIMT device behind a driver that compiles programs: CUDA and OpenCL. The program comes from ILGPU or the translator and is then
/// treated the same. This class has what both drivers have in common: recording, the table of compiled kernels with its cache on disk,
/// and the checked mode.
/// </summary>
public abstract class DriverDevice : SimtDevice
{
    private readonly ProgramCache cache;
    private readonly IlgpuCompiler? ilgpu;
    private readonly Lock compileGate = new(), checkGate = new();
    private CompiledKernel?[] kernels = new CompiledKernel?[64];
    private DeviceBuffer? faults;
    private bool closed;

    /// <param name="ilgpu">The compiler of the kernels' C#; null for the translator's C.</param>
    private protected DriverDevice(string name, string description, SimtTraits traits, IlgpuCompiler? ilgpu, ProgramCache? cache = null)
        : base(name, description, traits)
    {
        this.cache = cache ?? ProgramCache.OfUser();
        this.ilgpu = ilgpu;
        IsChecked = AsksForChecks && ilgpu == null;
    }

    /// <summary>The device and its kernel compiler: both decide about contractions and approximations.</summary>
    public override string Arithmetic => $"{Description}, kernels by {CompilerChoice.NameOf(Compiler)}";

    /// <summary>The compiler of its kernels.</summary>
    public KernelCompiler Compiler => ilgpu == null ? KernelCompiler.C : KernelCompiler.Ilgpu;

    /// <summary>GAN_CHECKED=1.</summary>
    internal static bool AsksForChecks => Environment.GetEnvironmentVariable("GAN_CHECKED") == "1";

    /// <summary>
    /// Whether kernels check every index (GAN_CHECKED=1 when the device was opened): each launch is waited for, and one that left a view
    /// throws. Slow; for finding mistakes in kernels.
    /// </summary>
    public bool IsChecked { get; internal init; }

    /// <summary>The cache of compiled kernels on disk; null without one.</summary>
    public string? CacheFolder => cache.Folder;

    /// <summary>Struct arguments are passed in their C# layout, not as words.</summary>
    internal sealed override bool TakesWholeStructs => ilgpu != null;

    /// <summary>The C dialect of this device's compiler.</summary>
    private protected abstract KernelDialect Dialect { get; }

    /// <summary>Everything that a compiled kernel depends on besides its source: device, driver version, options.</summary>
    private protected abstract string CompilerIdentity { get; }

    /// <summary>Enqueues one launch on the device's stream, or adds it to the recording if there is one; does not wait.</summary>
    internal void Launch(KernelProgram program, int groups, KernelArguments arguments)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(groups);
        foreach (ref readonly KernelArgument argument in arguments.Entries)
            CheckOperand(argument.Buffer);
        if (groups == 0)
            return;
        if (Recording == null)
        {
            if (Observer == null)
                RunNow(program, groups, arguments);
            else
                RunObserved(Observer, program, groups, arguments);
            return;
        }

        Recording.Launches.Add(new SimtLaunch(this, program, groups, arguments.Copy()));
        foreach (ref readonly KernelArgument argument in arguments.Entries)
        {
            if (argument.Buffer != null)
                Recording.Buffers.Add(argument.Buffer);
        }
    }

    /// <summary>A launch outside of any recording.</summary>
    internal void RunNow(KernelProgram program, int groups, KernelArguments arguments)
    {
        CompiledKernel kernel = Kernel(program);
        if (IsChecked)
            RunChecked(program, kernel, groups, arguments);
        else
            Enqueue(kernel, groups, arguments, null);
    }

    /// <summary>The compiled form of a program: from the table, the disk, or the compiler.</summary>
    internal CompiledKernel Kernel(KernelProgram program)
    {
        // The table is replaced when it grows and its entries are set once, so it can be read without a lock.
        CompiledKernel?[] table = Volatile.Read(ref kernels);
        if (program.Index < table.Length && Volatile.Read(ref table[program.Index]) is CompiledKernel ready)
            return ready;
        lock (compileGate)
        {
            if (program.Index >= kernels.Length)
            {
                CompiledKernel?[] larger = new CompiledKernel?[Math.Max(2 * kernels.Length, program.Index + 1)];
                kernels.CopyTo(larger, 0);
                Volatile.Write(ref kernels, larger);
            }

            if (kernels[program.Index] == null)
                Volatile.Write(ref kernels[program.Index], LoadOrCompile(program));
            return kernels[program.Index]!;
        }
    }

    internal sealed override IStepReplay PrepareReplay(StepRecording recording) =>
        IsChecked ? base.PrepareReplay(recording) : PrepareReplay([.. recording.Launches.Cast<SimtLaunch>()]);

    /// <summary>As <see cref="Device.PrepareReplay(StepRecording)"/>, for launches that need no check.</summary>
    private protected abstract IStepReplay PrepareReplay(IReadOnlyList<SimtLaunch> launches);

    /// <summary>Launches a kernel without waiting. Any thread may call.</summary>
    /// <param name="kernel">The result of <see cref="Compile"/> or <see cref="Load"/>.</param>
    /// <param name="groups">At least 1.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="faultBuffer">In checked mode the address that the kernel gets as one more, last argument.</param>
    private protected abstract void Enqueue(CompiledKernel kernel, int groups, KernelArguments arguments, DeviceBuffer? faultBuffer);

    /// <summary>Compiles a program.</summary>
    /// <param name="program">For its names.</param>
    /// <param name="code">The source.</param>
    /// <param name="binary">The input of <see cref="Load"/>; empty if the driver gives none.</param>
    /// <exception cref="KernelCompileException">The compiler rejects it; made by <see cref="CompileFailed"/>.</exception>
    private protected abstract CompiledKernel Compile(KernelProgram program, KernelCode code, out byte[] binary);

    /// <summary>Whether the driver loads this text without compiler work worth caching.</summary>
    private protected virtual bool TakesAsItIs(KernelCode code) => false;

    /// <summary>Makes a kernel from a cached binary; null if the driver does not accept it.</summary>
    private protected abstract CompiledKernel? Load(KernelProgram program, KernelCode code, byte[] binary);

    /// <summary>Releases context and queue, after all kernels are gone.</summary>
    private protected abstract void CloseContext();

    /// <summary>The exception for a program that does not compile; its source is kept for inspection.</summary>
    private protected KernelCompileException CompileFailed(KernelProgram program, KernelCode code, string log)
    {
        string? path = cache.StoreText($"failed-{program.Kernel.EntryPoint}.{(code.IsIlgpu ? "ilgpu-" : "")}{Dialect.Name}.c", code.Text);
        return new KernelCompileException(
            $"The kernel {program} does not compile on {Name} ({Description}){(path == null ? "" : $"; its source is in {path}")}. The "
            + $"compiler says:\n{(code.Translated is KernelText text ? CompilerLog.WithOrigins(log, text) : log)}");
    }

    private protected sealed override void Close()
    {
        if (closed)
            return;
        closed = true;
        try
        {
            Synchronize();
        }
        finally
        {
            ReleaseTicket();
            faults?.Free();
            foreach (CompiledKernel? kernel in kernels)
                kernel?.Dispose();
            CloseContext();
        }
    }

    private CompiledKernel LoadOrCompile(KernelProgram program)
    {
        bool announced = false;
        void Announce()
        {
            if (!announced)
                AnnounceCompiling(program);
            announced = true;
        }

        KernelCode code = ilgpu?.Code(program, cache, Announce) ?? Translate(program);
        if (TakesAsItIs(code))
            return Compile(program, code, out _);
        byte[] key = ProgramCache.Key(code.Text, code.IsIlgpu ? ilgpu!.Identity : Dialect.Name, CompilerIdentity);
        if (cache.Find(key) is byte[] stored)
        {
            if (Load(program, code, stored) is CompiledKernel loaded)
                return loaded;
            cache.Remove(key);
        }

        Announce();
        CompiledKernel kernel = Compile(program, code, out byte[] binary);
        if (binary.Length > 0)
            cache.Store(key, binary);
        return kernel;
    }

    private KernelCode Translate(KernelProgram program)
    {
        var text = KernelText.Of(program, Dialect, IsChecked);
        return new KernelCode(program.EntryPoint, text.Text, text);
    }

    // Compiled before the clock starts, and alone on the device.
    private void RunObserved(LaunchObserver observer, KernelProgram program, int groups, KernelArguments arguments)
    {
        Kernel(program);
        Synchronize();
        long start = Stopwatch.GetTimestamp(), bytes = 0;
        double seconds = Measure(() => RunNow(program, groups, arguments));
        foreach (ref readonly KernelArgument argument in arguments.Entries)
            bytes += argument.IsView ? sizeof(float) * (long)argument.Length : 0;
        observer.Launched(program.ToString(), start, start + (long)(seconds * Stopwatch.Frequency), bytes);
    }

    // One launch at a time, so that a fault can be attributed to it.
    private void RunChecked(KernelProgram program, CompiledKernel kernel, int groups, KernelArguments arguments)
    {
        lock (checkGate)
        {
            Span<uint> found = stackalloc uint[KernelFault.Words];
            found.Clear();
            if (faults == null)
            {
                faults = CreateBuffer(KernelFault.Words);
                CountBytes(faults.Bytes);
                UploadWordsCore(found, new BufferView(faults, 0, KernelFault.Words));
            }

            var view = new BufferView(faults, 0, KernelFault.Words);
            Enqueue(kernel, groups, arguments, faults);
            DownloadWordsCore(view, found);
            if (found[0] == 0)
                return;
            InvalidOperationException fault = KernelFault.Of(program, KernelText.Of(program, Dialect, check: true), found);
            found.Clear();
            UploadWordsCore(found, view);
            throw fault;
        }
    }
}
