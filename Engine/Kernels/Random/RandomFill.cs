using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Kernels.Random;

/// <summary>
/// y becomes random numbers of a distribution. Elements 4i … 4i + 3 come from block counter + i of <see cref="Philox"/>, each word's upper
/// 24 bits read as a number in [0, 1); after n numbers the counter has moved on by ⌈n/4⌉, so that the next fill, or the same one when a
/// recorded step is replayed, draws fresh ones. The same state gives the same bits on every device, with any number of threads.
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
        switch (y.Device)
        {
            case CpuDevice cpu:
                cpu.Launch(new RandomFillSimd<TDistribution>(state, y, distribution));
                break;
            case ReferenceDevice reference:
                reference.Launch(() => RandomFillReference.Run(ReferenceDevice.Values(state), ReferenceDevice.Values(y), distribution));
                break;
            case SimtDevice simt:
                RandomFillSimt.Run(simt, state, y, distribution);
                break;
            default:
                throw y.Device.NoKernel(nameof(RandomFill));
        }
    }
}
