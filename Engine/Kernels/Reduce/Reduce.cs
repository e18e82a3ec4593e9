using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Kernels.Reduce;

/// <summary>
/// y[o, i] = ⊕ᵣ x[o, r, i] / divisor: x is seen as (Outer, Length, Inner) and combined over its middle axis by an <see cref="IReduction"/>.
/// Any axes can be reduced by one or two such passes. The divisor makes a mean of a sum.
/// <para>
/// The order in which numbers are combined depends on the sizes alone: blocks of at most <see cref="Block"/> along the middle axis,
/// pairwise within them, then the blocks' results.
/// </para>
/// </summary>
/// <param name="Accumulate">Add to what y holds (a bias's gradient, gathered over several uses).</param>
public readonly record struct Reduce(int Outer, int Length, int Inner, int Divisor = 1, bool Accumulate = false)
{
    /// <summary>How many numbers are combined in one go, along the middle axis.</summary>
    public const int Block = 2048;

    /// <summary>Blocks along the middle axis, at least 1.</summary>
    internal int Blocks => Math.Max((Length + Block - 1) / Block, 1);

    /// <exception cref="ArgumentException">A buffer's length does not fit the sizes.</exception>
    public void Run<TReduction>(BufferView x, BufferView y)
        where TReduction : unmanaged, IReduction
    {
        if (x.Length != Outer * Length * Inner || y.Length != Outer * Inner)
            throw new ArgumentException($"Reduce of ({Outer}, {Length}, {Inner}): x has {x.Length} values and y {y.Length}.");
        Reduce sizes = this;
        switch (y.Device)
        {
            case CpuDevice cpu:
                int partials = Blocks == 1 ? 0 : Outer * Blocks * Inner;
                DeviceBuffer scratch = cpu.Rent(partials);
                cpu.Launch(new ReduceSimd<TReduction>(sizes, x, y, new BufferView(scratch, 0, partials)));
                scratch.Release();
                break;
            case ReferenceDevice reference:
                reference.Launch(
                    () => ReduceReference.Run<double, TReduction>(sizes, ReferenceDevice.Values(x), ReferenceDevice.Values(y)));
                break;
            case SimtDevice simt:
                ReduceSimt.Run<TReduction>(simt, sizes, x, y);
                break;
            default:
                throw y.Device.NoKernel(nameof(Reduce));
        }
    }
}
