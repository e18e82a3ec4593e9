using System.Diagnostics;
using GanFromScratch.Engine.Measures;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Devices.Simt;

/// <summary>
/// A SIMT device whose compiler takes the C that the translator wrote: CUDA and OpenCL. What they have in common is here: recording, the
/// table of compiled kernels with its cache on disk, and the checked mode.
/// </summary>
public abstract class TranslatedDevice : SimtDevice
{
    private readonly ProgramCache cache;
    private readonly Lock compileGate = new(), checkGate = new();
    private CompiledKernel?[] kernels = new CompiledKernel?[64];
    private DeviceBuffer? faults;
    private bool closed;

    private protected TranslatedDevice(string name, string description, SimtTraits traits, ProgramCache? cache = null)
        : base(name, description, traits)
    {
        this.cache = cache ?? ProgramCache.OfUser();
        IsChecked = Environment.GetEnvironmentVariable("GAN_CHECKED") == "1";
    }

    /// <summary>
    /// Whether kernels check every index (GAN_CHECKED=1 when the device was opened): each launch is waited for, and one that left a view
    /// throws. Slow; for finding mistakes in kernels.
    /// </summary>
    public bool IsChecked { get; internal init; }

    /// <summary>Where compiled kernels are kept for the next run; null if they are not.</summary>
    public string? CacheFolder => cache.Folder;

    /// <summary>How this device's compiler spells C.</summary>
    private protected abstract KernelDialect Dialect { get; }

    /// <summary>All that a compiled kernel depends on besides its source: device, driver version, options.</summary>
    private protected abstract string CompilerIdentity { get; }

    /// <summary>Puts one launch into the device's stream, or into the recording if there is one; does not wait.</summary>
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

    /// <summary>The compiled form of a program: from the table, from the disk, or from the compiler.</summary>
    internal CompiledKernel Kernel(KernelProgram program)
    {
        // The table is replaced when it grows and its entries are set once, so it can be read without the lock.
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

    /// <summary>As <see cref="Device.PrepareReplay(StepRecording)"/>, where no launch needs to be checked.</summary>
    private protected abstract IStepReplay PrepareReplay(IReadOnlyList<SimtLaunch> launches);

    /// <summary>Launches a kernel without waiting. Any thread may call.</summary>
    /// <param name="kernel">What <see cref="Compile"/> or <see cref="Load"/> made.</param>
    /// <param name="groups">At least 1.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="faultBuffer">In checked mode the address that the kernel is given as one more argument behind the others.</param>
    private protected abstract void Enqueue(CompiledKernel kernel, int groups, KernelArguments arguments, DeviceBuffer? faultBuffer);

    /// <summary>Compiles a program.</summary>
    /// <param name="program">For its names.</param>
    /// <param name="text">The source.</param>
    /// <param name="binary">What <see cref="Load"/> takes; empty if the driver gives none.</param>
    /// <exception cref="KernelCompileException">The compiler refuses it; made by <see cref="CompileFailed"/>.</exception>
    private protected abstract CompiledKernel Compile(KernelProgram program, KernelText text, out byte[] binary);

    /// <summary>Makes a kernel of a binary from the cache; null if the driver does not take it.</summary>
    private protected abstract CompiledKernel? Load(KernelProgram program, byte[] binary);

    /// <summary>Lets go of context and queue, when all kernels are gone.</summary>
    private protected abstract void CloseContext();

    /// <summary>The exception for a program that does not compile; its source is kept for reading.</summary>
    private protected KernelCompileException CompileFailed(KernelProgram program, KernelText text, string log)
    {
        string? path = cache.StoreText($"failed-{program.Kernel.EntryPoint}.{Dialect.Name}.c", text.Text);
        return new KernelCompileException(
            $"The kernel {program} does not compile on {Name} ({Description}){(path == null ? "" : $"; its source is in {path}")}. The compiler says:\n{CompilerLog.WithOrigins(log, text)}");
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
        var text = KernelText.Of(program, Dialect, IsChecked);
        byte[] key = ProgramCache.Key(text.Text, Dialect.Name, CompilerIdentity);
        if (cache.Find(key) is byte[] stored)
        {
            if (Load(program, stored) is CompiledKernel loaded)
                return loaded;
            cache.Remove(key);
        }

        AnnounceCompiling(program);
        CompiledKernel kernel = Compile(program, text, out byte[] binary);
        if (binary.Length > 0)
            cache.Store(key, binary);
        return kernel;
    }

    // Compiled before the clock runs, and alone on the device.
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

    // One launch at a time, so that a fault is that launch's.
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
