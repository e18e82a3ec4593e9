using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Kernels.Softmax;

/// <summary>
/// y[r, c] = e^(x[r, c] − m) / Σₖ e^(x[r, k] − m), or its logarithm x[r, c] − m − ln Σₖ e^(x[r, k] − m), with m the largest of row r, so
/// that nothing overflows. x and y are Rows×Columns, and not the same memory. A row that holds NaN or ∞, or nothing but −∞, gives NaN.
/// </summary>
/// <param name="Logarithm">ln y instead of y, without the rounding of a logarithm taken afterwards.</param>
public readonly record struct Softmax(int Rows, int Columns, bool Logarithm = false)
{
    /// <exception cref="ArgumentException">A buffer's length does not fit the sizes.</exception>
    public void Run(BufferView x, BufferView y)
    {
        if (x.Length != Rows * Columns || y.Length != x.Length)
            throw new ArgumentException($"Softmax of {Rows}×{Columns}: x has {x.Length} values and y {y.Length}.");
        Softmax sizes = this;
        switch (y.Device)
        {
            case CpuDevice cpu:
                cpu.Launch(new SoftmaxSimd(sizes, x, y));
                break;
            case ReferenceDevice reference:
                reference.Launch(() => SoftmaxReference.Run<double>(sizes, ReferenceDevice.Values(x), ReferenceDevice.Values(y)));
                break;
            case SimtDevice simt:
                SoftmaxSimt.Run(simt, sizes, x, y);
                break;
            default:
                throw y.Device.NoKernel(nameof(Softmax));
        }
    }
}
