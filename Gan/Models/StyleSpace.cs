using GanFromScratch.Engine;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// The space W of a generator with styles, between its mapping network z → w and its synthesis network w → samples; for a generator in
/// evaluation mode.
/// </summary>
public sealed class StyleSpace
{
    private readonly Sequential generator;
    private readonly StyleInput input;
    private readonly int place;

    private StyleSpace(Sequential generator, int place)
    {
        (this.generator, this.place) = (generator, place);
        input = (StyleInput)generator[place];
    }

    /// <summary>Layers with a style.</summary>
    public int Layers => input.Layers;

    /// <summary>Length of w.</summary>
    public int Size => input.Average.Shape[0];

    /// <summary>ψ of <see cref="StyleInput.Truncation"/>.</summary>
    public float Truncation
    {
        get => input.Truncation;
        set => input.Truncation = value;
    }

    /// <summary>The styles of a model's generator.</summary>
    /// <param name="option">The option that needs them, for the message.</param>
    /// <exception cref="InputException">The model has none.</exception>
    public static StyleSpace Of(Sequential generator, GanModel model, string option)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(model);
        int place = generator.Children.ToList().FindIndex(layer => layer is StyleInput);
        return place >= 0
            ? new StyleSpace(generator, place)
            : throw new InputException(
                $"{option} needs a generator with styles w, which model {model.Name} has not; it is for runs of --model stylegan.");
    }

    /// <summary>z (N, latent) → w (N, <see cref="Size"/>).</summary>
    public Tensor Map(Tensor z) => generator.Forward(z, ..place);

    /// <summary>w (N, <see cref="Size"/>) → samples.</summary>
    public Tensor Synthesize(Tensor w) => Mix(w, w, Layers);

    /// <summary>Samples with the styles of one batch before a layer, and those of another from it on.</summary>
    /// <param name="coarse">(N, <see cref="Size"/>).</param>
    /// <param name="fine">(N, <see cref="Size"/>).</param>
    /// <param name="crossover">The first layer with a fine style, 0 to <see cref="Layers"/>.</param>
    public Tensor Mix(Tensor coarse, Tensor fine, int crossover)
    {
        input.Set(coarse, fine, crossover);
        return generator.Forward(coarse, (place + 1)..);
    }
}
