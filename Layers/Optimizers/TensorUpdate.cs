using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Optimizers;

namespace GanFromScratch.Layers.Optimizers;

/// <summary>One parameter's updates on tensors: what <see cref="UpdateBuffers"/> is to the kernels.</summary>
/// <param name="value">The parameter's value, which the updates begin with.</param>
/// <param name="steps">Steps taken before, of shape ().</param>
/// <param name="rate">The learning rate, of shape ().</param>
/// <param name="states">The rule's state; null for what it does not keep.</param>
public sealed class TensorUpdate(Tensor value, Tensor steps, Tensor rate, Tensor?[] states)
{
    private const double Tiny = 1e-24;

    private Tensor steps = steps;

    /// <summary>After the updates so far, differentiable.</summary>
    public Tensor Value { get; private set; } = value;

    /// <summary>One step of a rule.</summary>
    public void Run<TRule>(Tensor gradient, TRule rule)
        where TRule : unmanaged, IUpdateRule<TRule>
    {
        steps += 1;
        (Tensor first, Tensor second, Tensor third) = rule.On(steps, rate);
        Tensor p = Value, s0 = State(0), s1 = State(1), s2 = State(2);
        rule.Apply(ref p, gradient, ref s0, ref s1, ref s2, first, second, third);
        Value = p;
        Tensor[] after = [s0, s1, s2];
        for (int i = 0; i < states.Length; i++)
            states[i] = states[i] == null ? null : after[i];
    }

    /// <summary>The square root of a state that is 0 would have an infinite slope, so it is never quite 0.</summary>
    private Tensor State(int index) =>
        index < states.Length && states[index] is Tensor state ? state + Tiny : Tensor.Zeros(Value.Device, []);
}
