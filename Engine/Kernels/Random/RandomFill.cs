using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;

namespace GanFromScratch.Engine.Kernels.Random;

/// <summary>
/// Fills y with random numbers of a distribution. Elements 4i … 4i + 3 come from block counter + i of <see cref="Philox"/>, each word's
/// upper 24 bits read as a number in [0, 1). After n numbers the counter has advanced by ⌈n/4⌉, so that the next fill, or the same one in
/// a replayed step, draws new numbers. The same state gives the same bits on every device, with any number of threads.
/// </summary>
public static class RandomFill
{
    /// <summary>Words of a generator's state: the key's lower and upper half, the counter's lower and upper half.</summary>
    public const int StateLength = 4;

    /// <summary>Blocks that <paramref name="length"/> numbers take.</summary>
    internal static int Blocks(int length) => (int)(((uint)length + 3) / 4);

    /// <exception cref="ArgumentException">The state does not have four words.</exception>
    public static void Run<TDistribution>(BufferView state, BufferView y, TDistribution distribution)
        where TDistribution : unmanaged, IDistribution
    {
        if (state.Length != StateLength)
            throw new ArgumentException($"RandomFill: a generator's state has {StateLength} words, got {state.Length}.");
        KernelDispatch.Run(new RandomFillLaunch<TDistribution>(state, y, distribution));
    }
}

/// <summary><see cref="RandomFill"/> with its operands.</summary>
internal readonly record struct RandomFillLaunch<TDistribution>(BufferView State, BufferView Y, TDistribution Distribution)
    : IKernelLaunch<RandomFillLaunch<TDistribution>>
    where TDistribution : unmanaged, IDistribution
{
    public static string Family => nameof(RandomFill);

    public static KernelVersions<RandomFillLaunch<TDistribution>> Gpu { get; } = RandomFillSimt.Gpu<TDistribution>();

    public static KernelVersions<RandomFillLaunch<TDistribution>> Processor { get; } = RandomFillSimt.Processor<TDistribution>();

    public Device Device => Y.Device;

    public double Flops => 0;

    public void OnReference() => RandomFillReference.Run(ReferenceDevice.Values(State), ReferenceDevice.Values(Y), Distribution);

    public void OnCpu(CpuDevice device) => device.Launch(new RandomFillSimd<TDistribution>(State, Y, Distribution));
}
