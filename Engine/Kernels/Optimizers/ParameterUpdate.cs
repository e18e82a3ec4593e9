using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Kernels.Optimizers;

/// <summary>
/// An optimizer's step in one pass over the parameters, for any <see cref="IUpdateRule{TSelf}"/>: everything is read once and written once.
/// It is bound by memory: with Adam 16 bytes read (p, g, m, v) and 12 written (p, m, v), 28 bytes a parameter.
/// <para>
/// Learning rate and step counts are read from device memory, and the launch raises the counts itself, so that a recorded step goes on
/// counting when it is replayed.
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
        switch (buffers.Parameters.Device)
        {
            case CpuDevice cpu:
                cpu.Launch(new ParameterUpdateSimd<TRule>(buffers, rule));
                break;
            case ReferenceDevice reference:
                reference.Launch(() => ParameterUpdateReference.Run(
                    ReferenceDevice.Values(buffers.Parameters),
                    ReferenceDevice.Values(buffers.Gradients),
                    ReferenceDevice.Values(buffers.LearningRate)[0],
                    ReferenceDevice.Values(buffers.Steps),
                    buffers.State0 is BufferView s0 ? ReferenceDevice.Values(s0) : default,
                    buffers.State1 is BufferView s1 ? ReferenceDevice.Values(s1) : default,
                    buffers.State2 is BufferView s2 ? ReferenceDevice.Values(s2) : default,
                    rule));
                break;
            case SimtDevice simt:
                ParameterUpdateSimt.Run(simt, buffers, rule);
                break;
            default:
                throw buffers.Parameters.Device.NoKernel(nameof(ParameterUpdate));
        }
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
