using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;

namespace GanFromScratch.Engine.Kernels.BatchNorm;

/// <summary>
/// Batch normalization: y = γ·(x − μ)/√(σ² + ε) + β, channel by channel. x and y are seen as (N, C, Inner): Inner is 1 behind a dense
/// layer, height·width for images; everything else has C values.
/// Ioffe, Szegedy, "Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate Shift", ICML 2015.
/// <para>
/// Training takes μ and σ² from the M = N·Inner values of each channel (σ² divides by M), in two passes, so that a large mean loses no
/// digits. It updates the running statistics, an exponential moving average: r ← (1 − momentum)·r + momentum·batch, where the batch's
/// variance divides by M − 1, as in PyTorch. Inference uses the running statistics. Both keep μ and 1/√(σ² + ε) for the backward pass.
/// </para>
/// <para>The order of every sum depends on the sizes alone. In training M must be at least 2.</para>
/// </summary>
public readonly record struct BatchNorm(int N, int C, int Inner, float Momentum = 0.1f, float Epsilon = 1e-5f)
{
    /// <summary>The operands of a launch. γ and β may be missing (1 and 0), the running statistics only in training.</summary>
    /// <param name="Mean">Receives μ.</param>
    /// <param name="Inverse">Receives 1/√(σ² + ε).</param>
    public readonly record struct Buffers(
        BufferView X,
        BufferView? Gamma,
        BufferView? Beta,
        BufferView? RunningMean,
        BufferView? RunningVariance,
        BufferView Y,
        BufferView Mean,
        BufferView Inverse);

    /// <exception cref="ArgumentException">A buffer's length does not fit the sizes, or there is nothing to take statistics
    /// from.</exception>
    public void Run(in Buffers buffers, bool training)
    {
        int length = N * C * Inner;
        if (buffers.X.Length != length || buffers.Y.Length != length)
            throw new ArgumentException($"BatchNorm of ({N}, {C}, {Inner}): x has {buffers.X.Length} values and y {buffers.Y.Length}.");
        CheckChannels("γ", buffers.Gamma);
        CheckChannels("β", buffers.Beta);
        CheckChannels("the running mean", buffers.RunningMean);
        CheckChannels("the running variance", buffers.RunningVariance);
        CheckChannels("μ", buffers.Mean);
        CheckChannels("1/σ", buffers.Inverse);
        if (training && (long)N * Inner < 2)
            throw new ArgumentException($"BatchNorm in training needs at least 2 values a channel, got {(long)N * Inner}.");
        if ((buffers.RunningMean == null) != (buffers.RunningVariance == null) || (!training && buffers.RunningMean == null))
            throw new ArgumentException("BatchNorm needs both running statistics, or in training neither.");

        KernelDispatch.Run(new BatchNormLaunch(this, buffers, training));
    }

    private void CheckChannels(string name, BufferView? view)
    {
        if (view is BufferView present && present.Length != C)
            throw new ArgumentException($"BatchNorm of ({N}, {C}, {Inner}): {name} needs {C} values, got {present.Length}.");
    }
}

/// <summary><see cref="BatchNorm"/> with its operands.</summary>
internal readonly record struct BatchNormLaunch(BatchNorm Sizes, BatchNorm.Buffers Buffers, bool Training) : IKernelLaunch<BatchNormLaunch>
{
    public static string Family => nameof(BatchNorm);

    public static KernelVersions<BatchNormLaunch> Gpu { get; } = BatchNormSimt.Gpu();

    public static KernelVersions<BatchNormLaunch> Processor { get; } = BatchNormSimt.Processor();

    public Device Device => Buffers.Y.Device;

    public double Flops => 0;

    public void OnReference() => BatchNormReference.Run(
        Sizes,
        ReferenceDevice.Values(Buffers.X),
        ReferenceDevice.Values(Buffers.Gamma),
        ReferenceDevice.Values(Buffers.Beta),
        ReferenceDevice.Values(Buffers.RunningMean),
        ReferenceDevice.Values(Buffers.RunningVariance),
        ReferenceDevice.Values(Buffers.Y),
        ReferenceDevice.Values(Buffers.Mean),
        ReferenceDevice.Values(Buffers.Inverse),
        Training);

    public void OnCpu(CpuDevice device) => device.Launch(new BatchNormSimd(Sizes, Buffers, Training));
}
