using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.Elementwise.Formulas;

namespace GanFromScratch.Layers;

/// <summary>
/// y = x·Wᵀ + b, the fully connected layer (torch.nn.Linear). Shapes: x (…, In), weight (Out, In), bias (Out), y (…, Out).
/// </summary>
public sealed class Dense : Module, IFusingLayer, IWeightedLayer
{
    private readonly Parameter weight;
    private readonly Parameter? bias;

    /// <param name="inputs">Features of a sample, at least 1.</param>
    /// <param name="outputs">Features it becomes, at least 1.</param>
    /// <param name="random">Draws the initial values; determines the device.</param>
    /// <param name="weights">PyTorch's default if left out: uniform in ±1/√In. Keras has <see cref="Initializers.GlorotUniform"/>.</param>
    /// <param name="biases">Likewise uniform in ±1/√In; Keras has <see cref="Initializers.Zeros"/>.</param>
    public Dense(int inputs, int outputs, RandomSource random, bool bias = true, Initializer? weights = null, Initializer? biases = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        Inputs = inputs;
        Outputs = outputs;
        var fan = new Fan(inputs, outputs);
        weight = AddParameter("weight", [outputs, inputs], weights ?? Initializers.TorchUniform, fan, random);
        this.bias = bias ? AddParameter("bias", [outputs], biases ?? Initializers.TorchUniform, fan, random) : null;
    }

    public int Inputs { get; }

    public int Outputs { get; }

    public Parameter Weight => weight;

    public Parameter? Bias => bias;

    public int OutputAxis => 0;

    public override string Description => $"Dense {Inputs}→{Outputs}";

    public override Tensor Forward(Tensor x) => Forward(x, default(Identity));

    public override Shape OutputShape(Shape input) =>
        input.Rank >= 1 && input[-1] == Inputs ? input.With(input.Rank - 1, Outputs) : throw WrongInput($"(…, {Inputs})", input);

    Tensor IFusingLayer.Forward<TFormula>(Tensor x, TFormula activation) => Forward(x, activation);

    private Tensor Forward<TFormula>(Tensor x, TFormula activation)
        where TFormula : unmanaged, IUnaryFormula
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        return x.Linear(weight.Effective(), bias?.Effective(), activation);
    }
}
