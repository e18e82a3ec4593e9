using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Kernels.GatherRows;

/// <summary>
/// y[i, :] = table[index[i], :]: an embedding's lookup. The table is Rows×Width, y Count×Width. Indices are whole numbers 0 … Rows − 1,
/// held as floats. Where the host runs the kernel (cpu, reference) any other is an error; elsewhere it
/// gives a row of NaN.
/// </summary>
public readonly record struct GatherRows(int Rows, int Count, int Width)
{
    /// <exception cref="InputException">An index is none.</exception>
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
        switch (y.Device)
        {
            case CpuDevice cpu:
                cpu.Launch(new GatherRowsSimd(sizes, table, indices, y));
                break;
            case ReferenceDevice reference:
                reference.Launch(() => GatherRowsReference.Run<double>(
                    sizes, ReferenceDevice.Values(table), ReferenceDevice.Values(indices), ReferenceDevice.Values(y)));
                break;
            case SimtDevice simt:
                GatherRowsSimt.Run(simt, sizes, table, indices, y);
                break;
            default:
                throw y.Device.NoKernel(nameof(GatherRows));
        }
    }
}
