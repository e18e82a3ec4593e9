using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;

namespace GanFromScratch.Engine.Kernels.Optimizers;

/// <summary>
/// An optimizer's step in one pass over the parameters, for any <see cref="IUpdateRule{TSelf}"/>: everything is read once and written once.
/// It is memory-bound: Adam reads 16 bytes (p, g, m, v) and writes 12 (p, m, v), 28 bytes a parameter.
/// <para>
/// Learning rate and step counts are read from device memory, and the launch increments the counts itself, so that each replay of a
/// recorded step continues the count.
/// </para>
/// </summary>
public static class ParameterUpdate
{
    /// <exception cref="ArgumentException">Lengths differ, or the state is not what the rule keeps.</exception>
    public static void Run<TRule>(UpdateBuffers buffers, TRule rule)
        where TRule : unmanaged, IUpdateRule<TRule>
    {
        int length = buffers.Parameters.Length;
        if (buffers.Gradients.Length != length || buffers.LearningRate.Length != 1 || buffers.Steps.Length == 0)
        {
            throw new ArgumentException(
                $"{typeof(TRule).Name}: {length} parameters need as many gradients, one learning rate and a step count, got " +
                $"{buffers.Gradients.Length}, {buffers.LearningRate.Length} and {buffers.Steps.Length}.");
        }

        CheckState(rule, 0, buffers.State0, length);
        CheckState(rule, 1, buffers.State1, length);
        CheckState(rule, 2, buffers.State2, length);
        KernelDispatch.Run(new ParameterUpdateLaunch<TRule>(buffers, rule));
    }

    private static void CheckState<TRule>(TRule rule, int index, BufferView? state, int length)
        where TRule : unmanaged, IUpdateRule<TRule>
    {
        int expected = rule.Keeps(index) ? length : 0, given = state?.Length ?? 0;
        if (given != expected)
            throw new ArgumentException(
                $"{typeof(TRule).Name}: state {index} needs {expected} values for {length} parameters, got {given}.");
    }
}

/// <summary><see cref="ParameterUpdate"/> with its operands.</summary>
internal readonly record struct ParameterUpdateLaunch<TRule>(UpdateBuffers Buffers, TRule Rule)
    : IKernelLaunch<ParameterUpdateLaunch<TRule>>
    where TRule : unmanaged, IUpdateRule<TRule>
{
    public static string Family => nameof(ParameterUpdate);

    public static KernelVersions<ParameterUpdateLaunch<TRule>> Gpu { get; } = ParameterUpdateSimt.Gpu<TRule>();

    public static KernelVersions<ParameterUpdateLaunch<TRule>> Processor { get; } = ParameterUpdateSimt.Processor<TRule>();

    public Device Device => Buffers.Parameters.Device;

    public double Flops => 0;

    public void OnReference() => ParameterUpdateReference.Run(
        ReferenceDevice.Values(Buffers.Parameters),
        ReferenceDevice.Values(Buffers.Gradients),
        ReferenceDevice.Values(Buffers.LearningRate)[0],
        ReferenceDevice.Values(Buffers.Steps),
        ReferenceDevice.Values(Buffers.State0),
        ReferenceDevice.Values(Buffers.State1),
        ReferenceDevice.Values(Buffers.State2),
        Rule);

    public void OnCpu(CpuDevice device) => device.Launch(new ParameterUpdateSimd<TRule>(Buffers, Rule));
}
