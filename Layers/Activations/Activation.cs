using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Ops;

namespace GanFromScratch.Layers;

/// <summary>A layer that applies a function to every number. Any shape; no parameters.</summary>
public abstract class Activation : Module
{
    private protected Activation()
    {
    }

    /// <summary>Whether the layer before may compute it in its own kernel: its slope follows from its output.</summary>
    internal abstract bool Fuses { get; }

    public sealed override Shape OutputShape(Shape input) => input;

    /// <summary>Both layers in one kernel.</summary>
    internal abstract Tensor ForwardBehind(IFusingLayer layer, Tensor x);
}

/// <summary>The activation of a formula.</summary>
public abstract class Activation<TFormula> : Activation
    where TFormula : unmanaged, IUnaryFormula
{
    private readonly TFormula formula;

    private protected Activation(TFormula formula) => this.formula = formula;

    internal sealed override bool Fuses => formula.DerivativeFromOutput;

    public sealed override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return UnaryOp.Apply(x, formula);
    }

    internal sealed override Tensor ForwardBehind(IFusingLayer layer, Tensor x) => layer.Forward(x, formula);
}
