using System.Diagnostics;
using System.Runtime.InteropServices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Measures;

namespace GanFromScratch.Engine.Devices.Cpu;

/// <summary>The processor: native memory, SIMD kernels, a team of threads. Needs nothing but .NET.</summary>
public sealed unsafe class CpuDevice : Device
{
    /// <summary>
    /// Percent of the machine's memory (or of its control group's limit) that tensors may take. Beyond that a system kills this or
    /// another program without a message.
    /// </summary>
    private const int MemoryShare = 90;

    private readonly WorkerTeam team;
    private readonly MemoryLimit limit;

    private readonly int widthLimit;

    /// <param name="threads">How many threads kernels use; 0 for one per core. Results do not depend on it.</param>
    /// <param name="simd">
    /// The widest vectors in bits, 128, 256 or 512; 0 for the widest that the processor has. Sums are in another order with another width,
    /// so results differ in the last bits: two machines agree if both are limited to a width that both have.
    /// </param>
    /// <exception cref="InputException">Another width.</exception>
    public CpuDevice(int threads = 0, int simd = 0)
        : this(threads, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 100 * MemoryShare, simd)
    {
    }

    internal CpuDevice(int threads, long memory, int simd = 0)
        : base("cpu", Describe(Count(threads), simd))
    {
        widthLimit = LimitOf(simd);
        limit = new MemoryLimit(memory, memory);
        team = new WorkerTeam(Count(threads), widthLimit);
    }

    public int Threads => team.Threads;

    /// <summary>The vector widths: they determine the order of sums.</summary>
    public override string Arithmetic => 
        $"cpu, vectors of {Math.Min(SimdWidth.Usual, widthLimit)} bits, {Math.Min(SimdWidth.Widest, widthLimit)} in products";

    /// <summary>The processor, its threads and its vectors.</summary>
    public static string Describe(int threads, int simd = 0) =>
        $"{ProcessorName()}, {threads} {(threads == 1 ? "thread" : "threads")}, {SimdWidth.Describe(LimitOf(simd))}";

    private static int LimitOf(int simd) => simd == 0 ? int.MaxValue
        : SimdWidth.Limits.Contains(simd) ? simd
        : throw new InputException(
            $"--simd: expected 0 (the widest vectors that the processor has) or {string.Join(", ", SimdWidth.Limits)}, got {simd}.");

    public override void Synchronize()
    {
        // Launches run on the calling thread and its helpers and have ended when they return.
    }

    /// <summary>Runs a kernel, or records it while a step is recorded.</summary>
    internal void Launch<TLaunch>(in TLaunch launch)
        where TLaunch : unmanaged, ISimdLaunch<TLaunch>
    {
        if (Recording != null)
        {
            Recording.Launches.Add(new Recorded<TLaunch>(team, launch));
            OperandHold.MoveTo(Recording.Buffers);
            return;
        }

        try
        {
            long start = Observer == null ? 0 : Stopwatch.GetTimestamp();
            team.Execute(launch);
            Observer?.Launched(KernelName.Of<TLaunch>(), start, OperandHold.Bytes);
        }
        finally
        {
            OperandHold.Release();
        }
    }

    internal override DeviceBuffer CreateBuffer(int length) => new CpuBuffer(this, length, limit);

    private protected override void UploadCore(ReadOnlySpan<float> source, BufferView target)
    {
        source.CopyTo(new Span<float>(CpuBuffer.Pointer(target), target.Length));
        OperandHold.Release();
    }

    private protected override void DownloadCore(BufferView source, Span<float> target)
    {
        new ReadOnlySpan<float>(CpuBuffer.Pointer(source), source.Length).CopyTo(target);
        OperandHold.Release();
    }

    private protected override void Close() => team.Dispose();

    private static int Count(int threads) =>
        threads switch
        {
            0 => Environment.ProcessorCount,
            > 0 and <= 1024 => threads,
            _ => throw new InputException($"The CPU device cannot use {threads} threads: expected 1 to 1024, or 0 for one per core."),
        };

    private static string ProcessorName()
    {
        const string path = "/proc/cpuinfo";
        string? line = File.Exists(path)
            ? File.ReadLines(path).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private sealed class Recorded<TLaunch>(WorkerTeam team, TLaunch launch) : RecordedLaunch
        where TLaunch : unmanaged, ISimdLaunch<TLaunch>
    {
        private readonly TLaunch launch = launch;

        public override void Run() => team.Execute(launch);
    }
}
