using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Kernels.GatherRows;

/// <summary>
/// table[r, :] = Σ over all i with index[i] = r of x[i, :], in the order of i: the backward pass of <see cref="GatherRows"/>. The table is
/// Rows×Width, x Count×Width. Indices are whole numbers 0 … Rows − 1, held as floats.
/// Where the host runs the kernel (cpu, reference) any other is an error; elsewhere it makes the table NaN.
/// </summary>
/// <param name="Accumulate">Add to what the table holds.</param>
public readonly record struct ScatterAddRows(int Rows, int Count, int Width, bool Accumulate = false)
{
    /// <exception cref="InputException">An index is none.</exception>
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
        switch (table.Device)
        {
            case CpuDevice cpu:
                cpu.Launch(new ScatterAddRowsSimd(sizes, x, indices, table));
                break;
            case ReferenceDevice reference:
                reference.Launch(() => ScatterAddRowsReference.Run<double>(
                    sizes, ReferenceDevice.Values(x), ReferenceDevice.Values(indices), ReferenceDevice.Values(table)));
                break;
            case SimtDevice simt:
                ScatterAddRowsSimt.Run(simt, sizes, x, indices, table);
                break;
            default:
                throw table.Device.NoKernel(nameof(ScatterAddRows));
        }
    }
}
