using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// y = (x, body(x)), joined as channels: the skip connection of a U-Net, past which fine detail reaches the decoder while the body sees the
/// whole image (Ronneberger, Fischer, Brox 2015). Nested, with a convolution down before it and one up behind it, it is the U-Net. Shapes:
/// x (N, C, H, W), body(x) (N, C′, H, W), y (N, C + C′, H, W).
/// </summary>
public sealed class SkipConcat : Module
{
    private readonly Sequential body;

    /// <summary>Takes ownership of the body: it is disposed with it.</summary>
    public SkipConcat(Sequential body)
    {
        ArgumentNullException.ThrowIfNull(body);
        this.body = AddChild("body", body);
    }

    public override string Description => "SkipConcat";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        return Tensor.Concat([x, body.Forward(x)], 1);
    }

    public override Shape OutputShape(Shape input)
    {
        Shape changed = body.OutputShape(input);
        return changed.Rank == input.Rank && changed.With(1, input[1]) == input
            ? input.With(1, input[1] + changed[1])
            : throw WrongInput($"whose body keeps all but the channels (it makes {changed} of it)", input);
    }
}
