using GanFromScratch.Engine;
using GanFromScratch.Gan.Conditions;
using GanFromScratch.Gan.Recipes;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// The toy GAN of the interactive lessons: it learns a distribution of points in the plane, so that every failure is visible in a scatter
/// plot. As published: generator 10 → 64 → 32 → 2 with ReLU and tanh, discriminator 2 → 32 → 16 → 1 with leaky ReLU 0.2 and sigmoid; Adam
/// 2e-4 with β₁ = 0.5. Its other networks have no bounds, because tanh saturates at the outer modes; the deep ones learn every
/// distribution.
/// </summary>
public sealed record Toy2dModel() : GanModel(LatentSize: 10, Format: null)
{
    internal const string Deep = "deep", Unrolled = "unrolled";

    private const float Slope = 0.2f;

    private static readonly Dictionary<string, Layout> Layouts = new()
    {
        [Published] = new([64, 32], [32, 16], () => new Relu(), () => new LeakyRelu(Slope), Bounded: true),

        // A third layer: the discriminator tells narrow modes and the arms of a spiral apart, the generator leaps from one to the next.
        [Deep] = new([64, 64, 64], [64, 64, 64], () => new Relu(), () => new LeakyRelu(Slope), Bounded: false),

        // Metz et al. 2017, "Unrolled Generative Adversarial Networks", section 3.1.
        [Unrolled] = new([128, 128], [128, 128], () => new Tanh(), () => new Tanh(), Bounded: false),
    };

    public override string Name => "toy2d";

    public override string Description => "points in the plane: ring, grid, moons, spiral (the interactive lessons' GAN)";

    public override IReadOnlyList<string> NetworkChoices => [.. Layouts.Keys];

    /// <summary>Not <see cref="Projection"/>: its generator has no batch normalisation to take the label.</summary>
    public override IReadOnlyList<Condition> Conditions => [new NoCondition(), new Cgan(), new AcGan()];

    public override (float Low, float High) Range => (-1, 1);

    public override string DefaultData => "ring";

    public override TrainingDefaults Defaults => new(Epochs: 200, Batch: 64, LearningRate: 2e-4f, Beta1: 0.5f);

    public override string Recipe => Points.Default;

    private Layout Chosen => Layouts[Networks];

    public override Sequential Generator(RandomSource random) => new(
    [
        .. Condition.JoinLatent(random),
        .. Hidden(Condition.JoinedLatent(LatentSize), Chosen.Generator, Chosen.OfGenerator, random),
        new Dense(Chosen.Generator[^1], 2, random),
        .. Chosen.Bounded ? (Module[])[new Tanh()] : [],
    ])
    {
        Name = "generator",
    };

    public override Sequential Discriminator(RandomSource random) => new(
    [
        .. Condition.JoinInput(DiscriminatorInput, random),
        .. Hidden(Condition.JoinedInput(DiscriminatorInput).Size, Chosen.Discriminator, Chosen.OfDiscriminator, random),
        Condition.Head(new Dense(Chosen.Discriminator[^1], 1, random), random),
        .. Chosen.Bounded ? (Module[])[new Sigmoid()] : [],
    ])
    {
        Name = "discriminator",
    };

    private static IEnumerable<Module> Hidden(int inputs, int[] units, Func<Module> activation, RandomSource random)
    {
        foreach (int outputs in units)
        {
            yield return new Dense(inputs, outputs, random);
            yield return activation();
            inputs = outputs;
        }
    }

    /// <summary>Two multilayer perceptrons.</summary>
    /// <param name="Generator">Units of the generator's hidden layers.</param>
    /// <param name="Discriminator">Units of the discriminator's.</param>
    /// <param name="OfGenerator">The activation behind the generator's hidden layers.</param>
    /// <param name="OfDiscriminator">The one behind the discriminator's.</param>
    /// <param name="Bounded">Whether they end in tanh and sigmoid, or in a dense layer: points of the whole plane, and raw scores.</param>
    private sealed record Layout(
        int[] Generator, int[] Discriminator, Func<Module> OfGenerator, Func<Module> OfDiscriminator, bool Bounded);
}
