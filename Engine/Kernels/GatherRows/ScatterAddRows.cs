using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;

namespace GanFromScratch.Engine.Kernels.GatherRows;

/// <summary>
/// table[r, :] = Σ over all i with index[i] = r of x[i, :], in the order of i: the backward pass of <see cref="GatherRows"/>. The table is
/// Rows×Width, x Count×Width. Indices are whole numbers 0 … Rows − 1, held as floats.
/// If the host runs the kernel (cpu, reference), any other value is an error; elsewhere it makes the table NaN.
/// </summary>
/// <param name="Accumulate">Add to the table's content.</param>
public readonly record struct ScatterAddRows(int Rows, int Count, int Width, bool Accumulate = false)
{
    /// <exception cref="InputException">On <c>cpu</c> and <c>reference</c>: an index is out of range or not whole.</exception>
    /// <exception cref="ArgumentException">A buffer's length does not fit the sizes.</exception>
    public void Run(BufferView x, BufferView indices, BufferView table)
    {
        if (table.Length != Rows * Width || indices.Length != Count || x.Length != Count * Width)
        {
            throw new ArgumentException(
                $"ScatterAddRows of {Count} rows of {Width} to {Rows}: x has {x.Length} values, the indices {indices.Length} and the table "
                + $"{table.Length}.");
        }

        ScatterAddRows sizes = this;

        KernelDispatch.Run(new ScatterAddRowsLaunch(this, x, indices, table));
    }
}

/// <summary><see cref="ScatterAddRows"/> with its operands.</summary>
internal readonly record struct ScatterAddRowsLaunch(ScatterAddRows Sizes, BufferView X, BufferView Indices, BufferView Table)
    : IKernelLaunch<ScatterAddRowsLaunch>
{
    public static string Family => nameof(ScatterAddRows);

    public static KernelVersions<ScatterAddRowsLaunch> Gpu { get; } = ScatterAddRowsSimt.Gpu();

    public static KernelVersions<ScatterAddRowsLaunch> Processor { get; } = ScatterAddRowsSimt.Processor();

    public Device Device => Table.Device;

    public double Flops => 0;

    public void OnReference() => ScatterAddRowsReference.Run<double>(
        Sizes, ReferenceDevice.Values(X), ReferenceDevice.Values(Indices), ReferenceDevice.Values(Table));

    public void OnCpu(CpuDevice device) => device.Launch(new ScatterAddRowsSimd(Sizes, X, Indices, Table));
}
