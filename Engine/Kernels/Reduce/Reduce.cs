using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;

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
        KernelDispatch.Run(new ReduceLaunch<TReduction>(this, x, y));
    }
}

/// <summary><see cref="Reduce"/> with its operands.</summary>
internal readonly record struct ReduceLaunch<TReduction>(Reduce Sizes, BufferView X, BufferView Y) : IKernelLaunch<ReduceLaunch<TReduction>>
    where TReduction : unmanaged, IReduction
{
    public static string Family => nameof(Reduce);

    public static KernelVersions<ReduceLaunch<TReduction>> Gpu { get; } = ReduceSimt.Gpu<TReduction>();

    public static KernelVersions<ReduceLaunch<TReduction>> Processor { get; } = ReduceSimt.Processor<TReduction>();

    public Device Device => Y.Device;

    public double Flops => 0;

    public void OnReference() => ReduceReference.Run<double, TReduction>(Sizes, ReferenceDevice.Values(X), ReferenceDevice.Values(Y));

    public void OnCpu(CpuDevice device)
    {
        int partials = Sizes.Blocks == 1 ? 0 : Sizes.Outer * Sizes.Blocks * Sizes.Inner;
        DeviceBuffer scratch = device.Rent(partials);
        device.Launch(new ReduceSimd<TReduction>(Sizes, X, Y, new BufferView(scratch, 0, partials)));
        scratch.Release();
    }
}
