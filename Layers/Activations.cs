using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Elementwise;
using Formulas = GanFromScratch.Engine.Kernels.Elementwise.Formulas;

namespace GanFromScratch.Layers;

/// <summary>A layer that applies an elementwise function. Any shape; no parameters.</summary>
public abstract class Activation : Module
{
    private protected Activation()
    {
    }

    /// <summary>Whether the preceding layer may fuse it into its kernel: its derivative is a function of its output.</summary>
    internal abstract bool Fuses { get; }

    public sealed override Shape OutputShape(Shape input) => input;

    /// <summary>Both layers fused into one kernel.</summary>
    internal abstract Tensor ForwardBehind(IFusingLayer layer, Tensor x);
}

/// <summary>
/// The activation of a formula. Your own activation needs its formula and one line:
/// <code>public sealed class Mish() : Activation&lt;MishFormula&gt;(default);</code>
/// </summary>
public abstract class Activation<TFormula> : Activation
    where TFormula : unmanaged, IUnaryFormula
{
    private readonly TFormula formula;

    protected Activation(TFormula formula) => this.formula = formula;

    internal sealed override bool Fuses => formula.DerivativeFromOutput;

    public sealed override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Apply(formula);
    }

    internal sealed override Tensor ForwardBehind(IFusingLayer layer, Tensor x) => layer.Forward(x, formula);
}

/// <summary>max(x, 0).</summary>
public sealed class Relu() : Activation<Formulas.Relu>(default);

/// <summary>x where x &gt; 0, else slope·x. Maas, Hannun, Ng 2013.</summary>
public sealed class LeakyRelu(float slope = 0.01f) : Activation<Formulas.LeakyRelu>(new Formulas.LeakyRelu(slope))
{
    public float Slope => slope;

    public override string Description => $"LeakyRelu {slope}";
}

/// <summary>x where x &gt; 0, else alpha·(eˣ − 1). Clevert, Unterthiner, Hochreiter 2016.</summary>
public sealed class Elu(float alpha = 1) : Activation<Formulas.Elu>(new Formulas.Elu(alpha))
{
    public float Alpha => alpha;

    public override string Description => $"Elu {alpha}";
}

/// <summary>x·Φ(x), with Φ the normal cumulative distribution function; not the tanh approximation. Hendrycks, Gimpel 2016.</summary>
public sealed class Gelu() : Activation<Formulas.Gelu>(default);

/// <summary>1/(1 + e⁻ˣ).</summary>
public sealed class Sigmoid() : Activation<Formulas.Sigmoid>(default);

/// <summary>ln(1 + eˣ).</summary>
public sealed class Softplus() : Activation<Formulas.Softplus>(default);

/// <summary>tanh x.</summary>
public sealed class Tanh() : Activation<Formulas.Tanh>(default);

/// <summary>eˣ / Σ eˣ along one axis: positive numbers that sum to 1.</summary>
public sealed class Softmax(int axis = -1) : Module
{
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        return x.Softmax(axis);
    }

    public override Shape OutputShape(Shape input) =>
        axis >= -input.Rank && axis < input.Rank ? input : throw WrongInput($"with an axis {axis}", input);
}
