using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Kernels.CrossEntropy;

/// <summary>
/// The backward pass of <see cref="CrossEntropy"/>: d[n, c] = dy/N · (softmax(xₙ)[c] − [c = tₙ]), since ∂ln Σ e^x/∂x_c is the softmax and
/// the logit of the right class is subtracted. dy is one number in device memory. A class that is none is an error
/// or gives a row of NaN, as there.
/// </summary>
public readonly record struct CrossEntropyGradient(int N, int C)
{
    /// <exception cref="InputException">A class is none.</exception>
    /// <exception cref="ArgumentException">A buffer's length does not fit the sizes.</exception>
    public void Run(BufferView logits, BufferView classes, BufferView dy, BufferView d)
    {
        if (logits.Length != N * C || d.Length != N * C || classes.Length != N || dy.Length != 1)
            throw new ArgumentException(
                $"Gradient of cross-entropy of {N}×{C}: {logits.Length} logits, {classes.Length} classes, " +
                $"{dy.Length} incoming and {d.Length} outgoing gradients.");
        CrossEntropyGradient sizes = this;
        switch (d.Device)
        {
            case CpuDevice cpu:
                cpu.Launch(new CrossEntropyGradientSimd(sizes, logits, classes, dy, d));
                break;
            case ReferenceDevice reference:
                reference.Launch(() => CrossEntropyGradientReference.Run<double>(
                    sizes, ReferenceDevice.Values(logits), ReferenceDevice.Values(classes), ReferenceDevice.Values(dy),
                    ReferenceDevice.Values(d)));
                break;
            case SimtDevice simt:
                CrossEntropyGradientSimt.Run(simt, sizes, logits, classes, dy, d);
                break;
            default:
                throw d.Device.NoKernel(nameof(CrossEntropyGradient));
        }
    }
}
