using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Kernels.OneHot;

/// <summary>
/// y[n, c] = 1 where c is the index of row n, else 0. Indices are whole numbers 0 … Classes − 1, held as floats.
/// Where the host runs the kernel (cpu, reference) any other is an error; elsewhere it gives a row of NaN.
/// </summary>
public readonly record struct OneHot(int Count, int Classes)
{
    /// <exception cref="InputException">An index is none.</exception>
    /// <exception cref="ArgumentException">A buffer's length does not fit the sizes.</exception>
    public void Run(BufferView indices, BufferView y)
    {
        if (indices.Length != Count || y.Length != Count * Classes)
            throw new ArgumentException($"OneHot of {Count} indices below {Classes}: got {indices.Length} indices and {y.Length} results.");
        OneHot sizes = this;
        switch (y.Device)
        {
            case CpuDevice cpu:
                cpu.Launch(new OneHotSimd(sizes, indices, y));
                break;
            case ReferenceDevice reference:
                reference.Launch(() => OneHotReference.Run<double>(sizes, ReferenceDevice.Values(indices), ReferenceDevice.Values(y)));
                break;
            case SimtDevice simt:
                OneHotSimt.Run(simt, sizes, indices, y);
                break;
            default:
                throw y.Device.NoKernel(nameof(OneHot));
        }
    }
}
