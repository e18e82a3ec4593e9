using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// y = body(x) + shortcut(x): the body learns only the residual. Without a shortcut module, x itself is added (identity shortcut); with one
/// (a 1×1 convolution, an upsampling) the body may change the shape. He, Zhang, Ren, Sun 2016. In a checkpoint: <c>body.0.weight</c>,
/// <c>shortcut.weight</c>.
/// </summary>
public sealed class Residual : Module
{
    private readonly Sequential body;
    private readonly Module? shortcut;

    /// <summary>Takes ownership of both: they are disposed with it.</summary>
    public Residual(Sequential body, Module? shortcut = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        this.body = AddChild("body", body);
        this.shortcut = shortcut == null ? null : AddChild("shortcut", shortcut);
    }

    public override string Description => shortcut is null or Sequential ? "Residual" : $"Residual + {shortcut.Description}";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        return body.Forward(x) + (shortcut == null ? x : shortcut.Forward(x));
    }

    public override Shape OutputShape(Shape input)
    {
        Shape changed = body.OutputShape(input), kept = shortcut == null ? input : shortcut.OutputShape(input);
        return changed == kept
            ? changed
            : throw WrongInput($"whose shape body and shortcut change alike (they make {changed} and {kept} of it)", input);
    }
}
