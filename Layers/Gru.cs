using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// A gated recurrent unit over a sequence (torch.nn.GRU of one layer, batch_first); see <see cref="GatedRecurrentUnit"/>. Shapes: x (N, T,
/// I), y (N, T, H) with the state after each step; the last is <c>y.Slice(1, T − 1, 1)</c>. For more layers, one behind the other in a <see
/// cref="Sequential"/>.
/// </summary>
/// <param name="inputs">I, at least 1.</param>
/// <param name="hidden">H, at least 1.</param>
/// <param name="random">Draws the initial values, uniform in ±1/√H; determines the device.</param>
/// <param name="bias">Whether there are bias_ih and bias_hh.</param>
public sealed class Gru(int inputs, int hidden, RandomSource random, bool bias = true)
    : GatedRecurrentUnit(inputs, hidden, random, bias, "_l0")
{
    /// <summary>The states from a state of zeros on.</summary>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        return Forward(x, FirstState(x));
    }

    /// <summary>The states from a given state (N, H) on.</summary>
    public Tensor Forward(Tensor x, Tensor state)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(state);
        OutputShape(x.Shape);
        CheckState(x.Shape, state.Shape);
        (int n, int steps) = (x.Shape[0], x.Shape[1]);
        Tensor ofInput = OfInput(x);
        var ofInputs = new Tensor[steps];
        for (int t = 0; t < steps; t++)
            ofInputs[t] = ofInput.Slice(1, t, 1).Reshape(n, 3 * Hidden);
        Tensor[] states = Steps(ofInputs, state);
        return Tensor.Concat([.. states.Select(s => s.Reshape(n, 1, Hidden))], axis: 1);
    }

    public override Shape OutputShape(Shape input) =>
        input.Rank == 3 && input[2] == Inputs && input[1] > 0
            ? [input[0], input[1], Hidden]
            : throw WrongInput($"(N, T, {Inputs}) with at least one step", input);
}
