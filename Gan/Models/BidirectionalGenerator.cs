using GanFromScratch.Engine;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// A generator with its inverse beside it: z (N, latent) → samples by the decoder, and by the <see cref="Encoder"/> samples → z. Both are
/// trained, saved and averaged as one network, which makes samples as any other does.
/// </summary>
public sealed class BidirectionalGenerator : Module
{
    private readonly Shape sample;

    /// <summary>Takes ownership of both: they are disposed with it.</summary>
    /// <param name="decoder">z → samples.</param>
    /// <param name="encoder">Samples → z.</param>
    /// <param name="sample">Shape of one sample.</param>
    public BidirectionalGenerator(Sequential decoder, Sequential encoder, Shape sample)
    {
        (Decoder, Encoder) = (AddChild("decoder", decoder), AddChild("encoder", encoder));
        this.sample = sample;
    }

    public override string Description => "BidirectionalGenerator";

    /// <summary>z → samples.</summary>
    public Sequential Decoder { get; }

    /// <summary>Samples → z.</summary>
    public Sequential Encoder { get; }

    /// <summary>The one that is all of a model's generator.</summary>
    /// <exception cref="ArgumentException">The generator is of another kind.</exception>
    public static BidirectionalGenerator Of(Sequential generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return generator[0] as BidirectionalGenerator
            ?? throw new ArgumentException($"{generator[0].Description} has no encoder.", nameof(generator));
    }

    public override Tensor Forward(Tensor x) => Decoder.Forward(x);

    public override Shape OutputShape(Shape input) => Decoder.OutputShape(input);

    public override Shape ChildInput(Module child, Shape input) => child == Encoder ? [input[0], .. sample] : input;
}
