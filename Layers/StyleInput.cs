using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;

namespace GanFromScratch.Layers;

/// <summary>
/// Where a generator's style w goes to its layers (StyleGAN, Karras, Laine, Aila 2019): it sets the <see cref="Style"/> of each, and
/// returns w unchanged.
/// <para>
/// Training mixes styles (section 3.1): with a probability a sample's layers from a random one on, the first excepted, have a second style,
/// so that neighbouring layers do not rely on each other. The second one is the style of the next sample of the batch, which was drawn
/// independently, and every sample has a place of its own; the authors' code draws a second batch, and one place for all. One uniform
/// number u a sample decides on the device: layer i of L has the second style where u is less than mixing·i/(L − 1).
/// </para>
/// <para>
/// In evaluation all layers have w, drawn towards the average of training by truncation (appendix B): w̄ + ψ·(w − w̄). Shapes: x and y
/// (N, W), average (W).
/// </para>
/// </summary>
public sealed class StyleInput : Module
{
    private readonly IReadOnlyList<Style> layers;
    private readonly RandomSource random;
    private readonly float mixing;
    private readonly double decay;

    /// <param name="layers">The styles of the layers in their order, at least one, all of one size.</param>
    /// <param name="random">Decides the mixing; must outlive the training.</param>
    /// <param name="mixing">Probability of a second style in training, 0 … 1.</param>
    /// <param name="decay">Share of the average that a batch leaves, 0 … 1.</param>
    public StyleInput(IReadOnlyList<Style> layers, RandomSource random, float mixing = 0.9f, double decay = 0.995)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfZero(layers.Count);
        (this.layers, this.random, this.mixing, this.decay) = (layers, random, mixing, decay);
        Average = AddBuffer(random.Device, "average", [layers[0].Size], 0);
    }

    /// <summary>Layers with a style.</summary>
    public int Layers => layers.Count;

    /// <summary>Moving average w̄ of the styles in training, (W).</summary>
    public Tensor Average { get; }

    /// <summary>ψ in evaluation: 1 changes nothing; less gives better and less varied samples, 0 the average one.</summary>
    public float Truncation { get; set; } = 1;

    public override bool MixesSamples => true;

    public override string Description => $"StyleInput of {Layers} layers";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        if (IsTraining)
        {
            UpdateAverage(x);
            Mix(x);
        }
        else
        {
            Set(x, x, Layers);
        }

        return x;
    }

    /// <summary>
    /// Sets the styles of layers for an evaluation: those of <paramref name="coarse"/> before a layer, those of <paramref name="fine"/>
    /// from it on, both truncated. The network behind this layer then makes samples of them.
    /// </summary>
    /// <param name="coarse">(N, W).</param>
    /// <param name="fine">(N, W).</param>
    /// <param name="crossover">The first layer with a fine style, 0 to <see cref="Layers"/>.</param>
    public void Set(Tensor coarse, Tensor fine, int crossover)
    {
        (coarse, fine) = (Truncated(coarse), Truncated(fine));
        for (int i = 0; i < Layers; i++)
            layers[i].Current = i < crossover ? coarse : fine;
    }

    public override Shape OutputShape(Shape input) =>
        input.Rank == 2 && input[1] == layers[0].Size ? input : throw WrongInput($"(N, {layers[0].Size})", input);

    private Tensor Truncated(Tensor w) => Truncation == 1 ? w : Average + ((w - Average) * Truncation);

    private void UpdateAverage(Tensor w)
    {
        using var noGrad = new NoGradScope();
        Average.CopyFrom(Average + ((w.Mean([0]) - Average) * (1 - decay)));
    }

    private void Mix(Tensor w)
    {
        int n = w.Shape[0];
        Tensor second = n == 1 ? w : Tensor.Concat([w.Slice(0, 1, n - 1), w.Slice(0, 0, 1)]);
        Tensor u = random.Uniform([n, 1]);
        for (int i = 0; i < Layers; i++)
        {
            float share = i == 0 ? 0 : mixing * i / (Layers - 1);
            layers[i].Current = share == 0 ? w : Tensor.Where(u.LessThan(Tensor.Full(w.Device, [1], share)), second, w);
        }
    }
}
