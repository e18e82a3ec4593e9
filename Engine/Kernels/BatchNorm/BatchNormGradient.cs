using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;

namespace GanFromScratch.Engine.Kernels.BatchNorm;

/// <summary>
/// The backward pass of <see cref="BatchNorm"/>, all three gradients in one launch. With x̂ = (x − μ)/√(σ² + ε), s = 1/√(σ² + ε) and
/// sums over the M = N·Inner values of a channel:
/// <para>
/// dβ = Σ dy and dγ = Σ dy·x̂. In training x acts directly and through μ and σ²: with dx̂ = γ·dy,
/// dx = s·(dx̂ − Σdx̂/M − x̂·Σ(dx̂·x̂)/M) = γ·s·(dy − dβ/M − x̂·dγ/M). In inference μ and σ² are constants and dx = γ·s·dy.
/// </para>
/// </summary>
/// <param name="AccumulateGamma">Add dγ to what its buffer holds.</param>
/// <param name="AccumulateBeta">Add dβ to what its buffer holds.</param>
public readonly record struct BatchNormGradient(
    int N, int C, int Inner, bool Training, bool AccumulateGamma = false, bool AccumulateBeta = false)
{
    /// <summary>The operands of a launch. γ may be missing (1), and so may each result that is not needed.</summary>
    /// <param name="Mean">μ, as the forward pass left it.</param>
    /// <param name="Inverse">s, as the forward pass left it.</param>
    public readonly record struct Buffers(
        BufferView X, BufferView Dy, BufferView? Gamma, BufferView Mean, BufferView Inverse, BufferView? Dx, BufferView? DGamma,
        BufferView? DBeta);

    /// <exception cref="ArgumentException">A buffer's length does not fit the sizes.</exception>
    public void Run(in Buffers buffers)
    {
        int length = N * C * Inner;
        Check("x", buffers.X, length);
        Check("dy", buffers.Dy, length);
        Check("dx", buffers.Dx, length);
        Check("γ", buffers.Gamma, C);
        Check("μ", buffers.Mean, C);
        Check("1/σ", buffers.Inverse, C);
        Check("dγ", buffers.DGamma, C);
        Check("dβ", buffers.DBeta, C);

        KernelDispatch.Run(new BatchNormGradientLaunch(this, buffers));
    }

    private void Check(string name, BufferView? view, int expected)
    {
        if (view is BufferView present && present.Length != expected)
            throw new ArgumentException(
                $"Gradient of BatchNorm of ({N}, {C}, {Inner}): {name} needs {expected} values, got {present.Length}.");
    }
}

/// <summary><see cref="BatchNormGradient"/> with its operands.</summary>
internal readonly record struct BatchNormGradientLaunch(BatchNormGradient Sizes, BatchNormGradient.Buffers Buffers)
    : IKernelLaunch<BatchNormGradientLaunch>
{
    public static string Family => nameof(BatchNormGradient);

    public static KernelVersions<BatchNormGradientLaunch> Gpu { get; } = BatchNormGradientSimt.Gpu();

    public static KernelVersions<BatchNormGradientLaunch> Processor { get; } = BatchNormGradientSimt.Processor();

    public Device Device => Buffers.X.Device;

    public double Flops => 0;

    public void OnReference() => BatchNormGradientReference.Run<double>(
        Sizes,
        ReferenceDevice.Values(Buffers.X),
        ReferenceDevice.Values(Buffers.Dy),
        ReferenceDevice.Values(Buffers.Gamma),
        ReferenceDevice.Values(Buffers.Mean),
        ReferenceDevice.Values(Buffers.Inverse),
        ReferenceDevice.Values(Buffers.Dx),
        ReferenceDevice.Values(Buffers.DGamma),
        ReferenceDevice.Values(Buffers.DBeta));

    public void OnCpu(CpuDevice device) => device.Launch(new BatchNormGradientSimd(Sizes, Buffers));
}
