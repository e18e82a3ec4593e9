using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// One step of a gated recurrent unit (torch.nn.GRUCell); see <see cref="GatedRecurrentUnit"/>. Shapes: x (N, I), states (N, H).
/// </summary>
/// <param name="inputs">I, at least 1.</param>
/// <param name="hidden">H, at least 1.</param>
/// <param name="random">Draws the initial values, uniform in ±1/√H; determines the device.</param>
/// <param name="bias">Whether there are bias_ih and bias_hh.</param>
public sealed class GruCell(int inputs, int hidden, RandomSource random, bool bias = true)
    : GatedRecurrentUnit(inputs, hidden, random, bias, "")
{
    /// <summary>The next state after a state of zeros.</summary>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        return Forward(x, FirstState(x));
    }

    /// <summary>The next state.</summary>
    public Tensor Forward(Tensor x, Tensor state)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(state);
        OutputShape(x.Shape);
        CheckState(x.Shape, state.Shape);
        return Steps([OfInput(x)], state)[0];
    }

    public override Shape OutputShape(Shape input) =>
        input.Rank == 2 && input[1] == Inputs ? [input[0], Hidden] : throw WrongInput($"(N, {Inputs})", input);
}
