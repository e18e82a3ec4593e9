using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;

namespace GanFromScratch.Engine.Kernels.CrossEntropy;

/// <summary>
/// The backward pass of <see cref="CrossEntropy"/>: d[n, c] = dy/N · (softmax(xₙ)[c] − [c = tₙ]), since ∂ln Σ e^x/∂x_c is the softmax and
/// the logit of the right class is subtracted. dy is one number in device memory. An invalid class is an error or gives a row of NaN, as
/// there.
/// </summary>
public readonly record struct CrossEntropyGradient(int N, int C)
{
    /// <exception cref="InputException">A class is invalid.</exception>
    /// <exception cref="ArgumentException">A buffer's length does not fit the sizes.</exception>
    public void Run(BufferView logits, BufferView classes, BufferView dy, BufferView d)
    {
        if (logits.Length != N * C || d.Length != N * C || classes.Length != N || dy.Length != 1)
            throw new ArgumentException(
                $"Gradient of cross-entropy of {N}×{C}: {logits.Length} logits, {classes.Length} classes, " +
                $"{dy.Length} incoming and {d.Length} outgoing gradients.");
        KernelDispatch.Run(new CrossEntropyGradientLaunch(this, logits, classes, dy, d));
    }
}

/// <summary><see cref="CrossEntropyGradient"/> with its operands.</summary>
internal readonly record struct CrossEntropyGradientLaunch(
    CrossEntropyGradient Sizes, BufferView Logits, BufferView Classes, BufferView Dy, BufferView D)
    : IKernelLaunch<CrossEntropyGradientLaunch>
{
    public static string Family => nameof(CrossEntropyGradient);

    public static KernelVersions<CrossEntropyGradientLaunch> Gpu { get; } = CrossEntropyGradientSimt.Gpu();

    public static KernelVersions<CrossEntropyGradientLaunch> Processor { get; } = CrossEntropyGradientSimt.Processor();

    public Device Device => D.Device;

    public double Flops => 0;

    public void OnReference() => CrossEntropyGradientReference.Run<double>(
        Sizes, ReferenceDevice.Values(Logits), ReferenceDevice.Values(Classes), ReferenceDevice.Values(Dy), ReferenceDevice.Values(D));

    public void OnCpu(CpuDevice device) => device.Launch(new CrossEntropyGradientSimd(Sizes, Logits, Classes, Dy, D));
}
