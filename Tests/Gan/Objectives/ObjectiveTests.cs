using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Gan.Objectives;

namespace GanFromScratch.Tests.Gan.Objectives;

/// <summary>
/// Each objective's two losses against the formulas of its paper, evaluated in double, and their slopes against differences of these
/// formulas: for both players, and for scores as for probabilities.
/// </summary>
public sealed class ObjectiveTests
{
    private const double Step = 1e-6, Tolerance = 1e-8;

    private static readonly double[] Real = [1.5, -0.25, 0.75, 3], Fake = [-2, 0.5, -0.75, 1.25];

    private ReferenceDevice device = null!;
    private TensorScope scope = null!;

    public static IEnumerable<string> Names => Objective.Catalog.All.Select(o => o.Name);

    [SetUp]
    public void Open() => (device, scope) = (new ReferenceDevice(), new TensorScope());

    [TearDown]
    public void Close()
    {
        scope.Dispose();
        device.Dispose();
    }

    /// <summary>Of scores: the discriminator's loss and the generator's.</summary>
    private static (Func<double[], double[], double> D, Func<double[], double[], double> G) Formula(string name) => name switch
    {
        "non-saturating" => (CrossEntropy, (x, g) => g.Average(s => Softplus(-s))),
        "minimax" => (CrossEntropy, (x, g) => -g.Average(Softplus)),
        "feature-matching" => (CrossEntropy, (x, g) => Math.Pow(x.Average() - g.Average(), 2)),
        "least-squares" => (
            (x, g) => (x.Average(s => (s - 1) * (s - 1)) + g.Average(s => s * s)) / 2, (x, g) => g.Average(s => (s - 1) * (s - 1)) / 2),
        "wasserstein" => ((x, g) => g.Average() - x.Average(), (x, g) => -g.Average()),
        "hinge" => ((x, g) => x.Average(s => Math.Max(0, 1 - s)) + g.Average(s => Math.Max(0, 1 + s)), (x, g) => -g.Average()),
        "relativistic-paired" => (
            (x, g) => x.Zip(g, (a, b) => Softplus(b - a)).Average(), (x, g) => x.Zip(g, (a, b) => Softplus(a - b)).Average()),
        "relativistic-average" => (
            (x, g) => x.Average(s => Softplus(g.Average() - s)) + g.Average(s => Softplus(s - x.Average())),
            (x, g) => g.Average(s => Softplus(x.Average() - s)) + x.Average(s => Softplus(s - g.Average()))),
        _ => throw new AssertionException($"{name} has no formula in this test: write it down from its paper."),
    };

    /// <summary>Of scores: the loss of a generator that makes the real side too.</summary>
    private static Func<double[], double[], double> OfBothSides(string name) => name switch
    {
        "non-saturating" => (x, g) => x.Average(Softplus) + g.Average(s => Softplus(-s)),
        "minimax" => (x, g) => -CrossEntropy(x, g),
        "least-squares" => (x, g) => (g.Average(s => (s - 1) * (s - 1)) + x.Average(s => s * s)) / 2,
        "wasserstein" or "hinge" => (x, g) => x.Average() - g.Average(),
        _ => Formula(name).G,
    };

    [TestCaseSource(nameof(Names))]
    public void A_generator_of_both_sides_wants_each_taken_for_the_other(string name)
    {
        Objective objective = Objective.Catalog.Find(name);
        Check(OfBothSides(name), (x, fake) => objective.OfBothSides(Scores(fake), Scores(x), Plain));
    }

    [TestCaseSource(nameof(Names))]
    public void Both_losses_and_their_slopes_are_those_of_the_paper(string name)
    {
        Objective objective = Objective.Catalog.Find(name);
        (Func<double[], double[], double> d, Func<double[], double[], double> g) = Formula(name);
        Check(d, (x, fake) => objective.OfDiscriminator(Scores(x), Scores(fake), Plain));
        Check(g, (x, fake) => objective.OfGenerator(Scores(fake), objective.GeneratorSeesReal ? Scores(x) : null, Plain));
    }

    [TestCase("non-saturating")]
    [TestCase("minimax")]
    public void Probabilities_give_the_same_losses_as_their_scores(string name)
    {
        Objective objective = Objective.Catalog.Find(name);
        (Func<double[], double[], double> d, Func<double[], double[], double> g) = Formula(name);
        Check(d, (x, fake) => objective.OfDiscriminator(Probabilities(x), Probabilities(fake), Plain));
        Check(g, (x, fake) => objective.OfGenerator(Probabilities(fake), null, Plain));
    }

    [TestCaseSource(nameof(Names))]
    public void Smoothed_targets_count_where_an_objective_has_targets_and_nowhere_else(string name)
    {
        Objective objective = Objective.Catalog.Find(name);
        var smoothed = new Targets(Tensor.Full(device, [4, 1], 0.75f), Tensor.Full(device, [4, 1], 0.25f));
        Verdict real = Scores(Leaf(Real)), fake = Scores(Leaf(Fake));
        double plain = objective.OfDiscriminator(real, fake, Plain).ToDoubleArray()[0];
        double other = objective.OfDiscriminator(real, fake, smoothed).ToDoubleArray()[0];

        // Cross-entropy and half the squared distance change by these sums when the targets move by ¼ towards each other.
        double change = name == "least-squares"
            ? (Real.Average(s => Math.Pow(s - 0.75, 2) - Math.Pow(s - 1, 2)) + Fake.Average(s => Math.Pow(s - 0.25, 2) - (s * s))) / 2
            : (Real.Average() - Fake.Average()) / 4;
        Assert.That(other - plain, objective.HasTargets ? Is.EqualTo(change).Within(Tolerance) : Is.Zero);
    }

    [Test]
    public void Where_the_discriminator_is_sure_only_the_non_saturating_loss_is_steep()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Slope("non-saturating"), Is.EqualTo(-0.999).Within(1e-3));
            Assert.That(Slope("minimax"), Is.EqualTo(-0.001).Within(1e-4));
        });

        double Slope(string name)
        {
            Tensor score = Tensor.From(device, [1, 1], [Math.Log(0.001 / 0.999)]);
            score.RequiresGrad = true;
            var targets = new Targets(Tensor.Ones(device, [1, 1]), Tensor.Zeros(device, [1, 1]));
            Objective.Catalog.Find(name).OfGenerator(Scores(score), null, targets).Backward();
            return score.Grad!.ToDoubleArray()[0];
        }
    }

    [Test]
    public void An_objective_is_found_in_capitals_too_and_an_unknown_one_is_answered_with_those_there_are()
    {
        Assert.That(Objective.Catalog.Find("MiniMax"), Is.TypeOf<Minimax>());
        Assert.That(
            () => Objective.Catalog.Find("w"),
            Throws.TypeOf<InputException>().With.Message.Contains("Unknown loss 'w': expected non-saturating, feature-matching, hinge"));
    }

    private Targets Plain => new(Tensor.Ones(device, [4, 1]), Tensor.Zeros(device, [4, 1]));

    private static double Softplus(double x) => Math.Log(1 + Math.Exp(x));

    private static double CrossEntropy(double[] x, double[] g) => x.Average(s => Softplus(-s)) + g.Average(Softplus);

    private static Verdict Scores(Tensor score) => new(score, score, IsProbability: false);

    private static Verdict Probabilities(Tensor score) => new(score.Sigmoid(), score, IsProbability: true);

    private Tensor Leaf(double[] values)
    {
        Tensor tensor = Tensor.From(device, [values.Length, 1], values);
        tensor.RequiresGrad = true;
        return tensor;
    }

    private void Check(Func<double[], double[], double> formula, Func<Tensor, Tensor, Tensor> loss)
    {
        Tensor real = Leaf(Real), fake = Leaf(Fake);
        Tensor value = loss(real, fake);
        value.Backward();
        Assert.Multiple(() =>
        {
            Assert.That(value.ToDoubleArray()[0], Is.EqualTo(formula(Real, Fake)).Within(Tolerance));
            Assert.That(Slopes(real), Is.EqualTo(Differences(Real, x => formula(x, Fake))).AsCollection.Within(Tolerance));
            Assert.That(Slopes(fake), Is.EqualTo(Differences(Fake, g => formula(Real, g))).AsCollection.Within(Tolerance));
        });
    }

    private static double[] Slopes(Tensor leaf) => leaf.Grad?.ToDoubleArray() ?? new double[leaf.Length];

    private static double[] Differences(double[] at, Func<double[], double> f) => [.. at.Select((_, i) =>
    {
        double[] above = [.. at], below = [.. at];
        above[i] += Step;
        below[i] -= Step;
        return (f(above) - f(below)) / (2 * Step);
    })];
}
