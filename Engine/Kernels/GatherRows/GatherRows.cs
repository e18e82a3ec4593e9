using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;

namespace GanFromScratch.Engine.Kernels.GatherRows;

/// <summary>
/// y[i, :] = table[index[i], :]: an embedding lookup. The table is Rows×Width, y Count×Width. Indices are whole numbers 0 … Rows − 1,
/// held as floats. If the host runs the kernel (cpu, reference), any other value is an error; elsewhere it gives a row of NaN.
/// </summary>
public readonly record struct GatherRows(int Rows, int Count, int Width)
{
    /// <exception cref="InputException">On <c>cpu</c> and <c>reference</c>: an index is out of range or not whole.</exception>
    /// <exception cref="ArgumentException">A buffer's length does not fit the sizes.</exception>
    public void Run(BufferView table, BufferView indices, BufferView y)
    {
        if (table.Length != Rows * Width || indices.Length != Count || y.Length != Count * Width)
        {
            throw new ArgumentException(
                $"GatherRows of {Count} of {Rows} rows of {Width}: the table has {table.Length} values, the indices {indices.Length} and y "
                + $"{y.Length}.");
        }

        GatherRows sizes = this;

        KernelDispatch.Run(new GatherRowsLaunch(this, table, indices, y));
    }
}

/// <summary><see cref="GatherRows"/> with its operands.</summary>
internal readonly record struct GatherRowsLaunch(GatherRows Sizes, BufferView Table, BufferView Indices, BufferView Y)
    : IKernelLaunch<GatherRowsLaunch>
{
    public static string Family => nameof(GatherRows);

    public static KernelVersions<GatherRowsLaunch> Gpu { get; } = GatherRowsSimt.Gpu();

    public static KernelVersions<GatherRowsLaunch> Processor { get; } = GatherRowsSimt.Processor();

    public Device Device => Y.Device;

    public double Flops => 0;

    public void OnReference() => GatherRowsReference.Run<double>(
        Sizes, ReferenceDevice.Values(Table), ReferenceDevice.Values(Indices), ReferenceDevice.Values(Y));

    public void OnCpu(CpuDevice device) => device.Launch(new GatherRowsSimd(Sizes, Table, Indices, Y));
}
