using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Kernels.CrossEntropy;

/// <summary>
/// y = 1/N Σₙ −ln softmax(xₙ)[tₙ] = 1/N Σₙ (ln Σ_c e^(x[n, c] − mₙ) − (x[n, tₙ] − mₙ)), with mₙ the largest of row n: the cross-entropy of
/// N rows of C logits against one class a row. Classes are whole numbers 0 … C − 1, held as floats.
/// Where the host runs the kernel (cpu, reference) any other is an error; elsewhere it gives NaN.
/// Rows are summed from first to last.
/// </summary>
public readonly record struct CrossEntropy(int N, int C)
{
    /// <param name="logits">N×C.</param>
    /// <param name="classes">N.</param>
    /// <param name="y">One number.</param>
    /// <exception cref="InputException">A class is none.</exception>
    /// <exception cref="ArgumentException">A buffer's length does not fit the sizes.</exception>
    public void Run(BufferView logits, BufferView classes, BufferView y)
    {
        if (logits.Length != N * C || classes.Length != N || y.Length != 1)
            throw new ArgumentException(
                $"Cross-entropy of {N}×{C}: {logits.Length} logits, {classes.Length} classes and {y.Length} results.");
        CrossEntropy sizes = this;
        switch (y.Device)
        {
            case CpuDevice cpu:
                // A row's loss and, behind it, room for its powers.
                int length = N * (C + 1);
                DeviceBuffer scratch = cpu.Rent(length);
                cpu.Launch(new CrossEntropySimd(sizes, logits, classes, y, new BufferView(scratch, 0, length)));
                scratch.Release();
                break;
            case ReferenceDevice reference:
                reference.Launch(() => CrossEntropyReference.Run<double>(
                    sizes, ReferenceDevice.Values(logits), ReferenceDevice.Values(classes), ReferenceDevice.Values(y)));
                break;
            case SimtDevice simt:
                CrossEntropySimt.Run(simt, sizes, logits, classes, y);
                break;
            default:
                throw y.Device.NoKernel(nameof(CrossEntropy));
        }
    }
}
