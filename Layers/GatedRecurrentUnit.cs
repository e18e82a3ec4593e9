using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// Base class of <see cref="Gru"/> and <see cref="GruCell"/>: the parameters and one step. A state h and an input x become the next state
/// h′ = (1 − z)·n + z·h, with the reset gate r = σ(W_ir·x + b_ir + W_hr·h + b_hr), the update gate z = σ(W_iz·x + b_iz + W_hz·h + b_hz) and
/// the candidate n = tanh(W_in·x + b_in + r·(W_hn·h + b_hn)). Cho et al. 2014, in PyTorch's form. Shapes: x (N, I), h (N, H); weight_ih
/// (3H, I), weight_hh (3H, H), bias_ih and bias_hh (3H), each with the rows of r, z and n in this order.
/// </summary>
public abstract class GatedRecurrentUnit : Module
{
    private readonly Parameter weightOfInput, weightOfState;
    private readonly Parameter? biasOfInput, biasOfState;

    /// <param name="suffix">Of the parameters' names.</param>
    private protected GatedRecurrentUnit(int inputs, int hidden, RandomSource random, bool bias, string suffix)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        Inputs = inputs;
        Hidden = hidden;
        weightOfInput = Add("weight_ih", [3 * hidden, inputs]);
        weightOfState = Add("weight_hh", [3 * hidden, hidden]);
        biasOfInput = bias ? Add("bias_ih", [3 * hidden]) : null;
        biasOfState = bias ? Add("bias_hh", [3 * hidden]) : null;

        // PyTorch's initialisation: all of them uniform in ±1/√H.
        Parameter Add(string name, Shape shape) =>
            AddParameter(name + suffix, shape, Initializers.TorchUniform, new Fan(hidden, 3 * hidden), random);
    }

    /// <summary>I, features of an input.</summary>
    public int Inputs { get; }

    /// <summary>H, features of the state.</summary>
    public int Hidden { get; }

    public sealed override string Description => $"{GetType().Name} {Inputs}→{Hidden}";

    /// <summary>The state before the first input: zeros.</summary>
    private protected Tensor FirstState(Tensor x) => Tensor.Zeros(x.Device, [x.Shape[0], Hidden]);

    private protected void CheckState(Shape input, Shape state)
    {
        if (state != Shape.Create([input[0], Hidden]))
            throw WrongInput($"with a state ({input[0]}, {Hidden})", state);
    }

    /// <summary>The inputs' part of the gates before their activations, W_i·x + b_i: (…, I) becomes (…, 3H).</summary>
    private protected Tensor OfInput(Tensor x) => x.Linear(weightOfInput.Effective(), biasOfInput?.Effective());

    /// <summary>The states after each input of a sequence.</summary>
    /// <param name="ofInputs"><see cref="OfInput"/> of each.</param>
    /// <param name="state">The state before the first.</param>
    private protected Tensor[] Steps(Tensor[] ofInputs, Tensor state)
    {
        Tensor weight = weightOfState.Effective();
        Tensor? bias = biasOfState?.Effective();
        var states = new Tensor[ofInputs.Length];
        for (int t = 0; t < states.Length; t++)
            states[t] = state = Step(ofInputs[t], state.Linear(weight, bias), state);
        return states;
    }

    private Tensor Step(Tensor ofInput, Tensor ofState, Tensor state)
    {
        Tensor gates = (ofInput.Slice(1, 0, 2 * Hidden) + ofState.Slice(1, 0, 2 * Hidden)).Sigmoid();
        Tensor reset = gates.Slice(1, 0, Hidden), update = gates.Slice(1, Hidden, Hidden);
        Tensor candidate = (ofInput.Slice(1, 2 * Hidden, Hidden) + (reset * ofState.Slice(1, 2 * Hidden, Hidden))).Tanh();
        return candidate + (update * (state - candidate));
    }
}
