using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Gan.Penalties;
using GanFromScratch.Layers;

namespace GanFromScratch.Tests.Gan.Penalties;

/// <summary>
/// Each penalty on the reference device, in double: in closed form for a linear discriminator, and for a network against differences of its
/// score by its input and of the penalty by its parameters, which is the second order.
/// </summary>
public sealed class PenaltyTests
{
    private const int N = 5, Inputs = 3;
    private const double Step = 1e-5, Tolerance = 2e-6;

    private static readonly float[] Slope = [0.6f, -1.2f, 0.4f];

    private ReferenceDevice device = null!;
    private TensorScope scope = null!;
    private Tensor real = null!, fake = null!;

    public static IEnumerable<string> Names => Penalty.Catalog.All.Select(p => p.Name);

    public static IEnumerable<string> OfGradients => Names.Where(name => name != "consistency");

    [SetUp]
    public void Open()
    {
        (device, scope) = (new ReferenceDevice(), new TensorScope());
        using var random = new RandomSource(device, seed: 3);
        (real, fake) = (random.Normal([N, Inputs]), random.Normal([N, Inputs]));
    }

    [TearDown]
    public void Close()
    {
        scope.Dispose();
        device.Dispose();
    }

    /// <summary>score = w·x has the gradient w at every point, so each penalty is a function of ‖w‖ alone.</summary>
    private static (Func<double, double> Value, Func<double, double> SlopeByNorm) OfNorm(string name) => name switch
    {
        "wgan-gp" or "dragan" => (r => (r - 1) * (r - 1), r => 2 * (r - 1)),
        "r1" or "r2" => (r => r * r / 2, r => r),
        "0-gp" => (r => r * r, r => 2 * r),
        _ => throw new AssertionException($"{name} has no closed form in this test: write it down from its paper."),
    };

    // A consistency penalty is of differences of scores, not of gradients.
    [TestCaseSource(nameof(OfGradients))]
    public void For_a_linear_discriminator_it_is_the_papers_function_of_the_gradient_norm(string name)
    {
        (Func<double, double> value, Func<double, double> slope) = OfNorm(name);
        double norm = Math.Sqrt(Slope.Sum(w => (double)w * w));
        Tensor weight = Tensor.From(device, [Inputs, 1], Slope);
        weight.RequiresGrad = true;
        Tensor penalty = Of(name, x => x.MatMul(weight));
        penalty.Backward();
        Assert.Multiple(() =>
        {
            Assert.That(penalty.ToDoubleArray()[0], Is.EqualTo(value(norm)).Within(Tolerance));
            Assert.That(
                weight.Grad!.ToDoubleArray(), Is.EqualTo(Slope.Select(w => slope(norm) * w / norm)).AsCollection.Within(Tolerance));
        });
    }

    [TestCaseSource(nameof(Names))]
    public void Its_gradient_by_the_parameters_is_that_of_differences(string name)
    {
        using var random = new RandomSource(device, seed: 1);
        using var network = new Sequential(new Dense(Inputs, 4, random), new Tanh(), new Dense(4, 1, random));
        Of(name, network.Forward).Backward();
        foreach (NamedTensor parameter in network.NamedParameters())
        {
            double[] found = parameter.Tensor.Grad?.ToDoubleArray() ?? new double[parameter.Tensor.Length];
            double[] values = parameter.Tensor.ToDoubleArray();
            for (int i = 0; i < values.Length; i++)
            {
                double expected = (At(i, Step) - At(i, -Step)) / (2 * Step);
                Assert.That(found[i], Is.EqualTo(expected).Within(Tolerance), $"{parameter.Name}, element {i}");
            }

            double At(int i, double change)
            {
                double[] moved = [.. values];
                moved[i] += change;
                parameter.Tensor.CopyFrom(Tensor.From(device, parameter.Tensor.Shape, moved));
                double value = Of(name, network.Forward).ToDoubleArray()[0];
                parameter.Tensor.CopyFrom(Tensor.From(device, parameter.Tensor.Shape, values));
                return value;
            }
        }
    }

    [Test]
    public void R1_is_measured_on_real_samples_and_R2_on_generated_ones()
    {
        // score = ½x² for each number has the gradient x.
        static Tensor Score(Tensor x) => (x.Square() * 0.5).Sum([1], keepDims: true);
        double Mean(Tensor x) => x.ToDoubleArray().Sum(v => v * v) / N / 2;
        Assert.Multiple(() =>
        {
            Assert.That(Of("r1", Score).ToDoubleArray()[0], Is.EqualTo(Mean(real)).Within(Tolerance));
            Assert.That(Of("r2", Score).ToDoubleArray()[0], Is.EqualTo(Mean(fake)).Within(Tolerance));
        });
    }

    [TestCase("wgan-gp")]
    [TestCase("0-gp")]
    public void Points_in_between_lie_on_the_line_of_their_pair(string name)
    {
        Tensor? points = null;
        Of(name, x =>
        {
            points = x;
            return x.Sum([1], keepDims: true);
        });
        double[] a = real.ToDoubleArray(), b = fake.ToDoubleArray(), at = points!.ToDoubleArray();
        for (int n = 0; n < N; n++)
        {
            double[] places = [.. Enumerable.Range(n * Inputs, Inputs).Select(i => (at[i] - a[i]) / (b[i] - a[i]))];
            Assert.That(places, Has.All.EqualTo(places[0]).Within(1e-9));
            Assert.That(places[0], Is.InRange(0, 1));
        }
    }

    [Test]
    public void A_dead_discriminator_has_a_finite_gradient_norm_penalty()
    {
        Tensor weight = Tensor.Zeros(device, [Inputs, 1]);
        weight.RequiresGrad = true;
        Tensor penalty = Of("wgan-gp", x => x.MatMul(weight));
        penalty.Backward();
        Assert.That(penalty.ToDoubleArray()[0], Is.EqualTo(1).Within(1e-5));
        Assert.That(weight.Grad!.ToDoubleArray(), Has.All.EqualTo(0));
    }

    [Test]
    public void Consistency_is_the_squared_change_of_the_score_under_noise()
    {
        // score = w·x changes by w·n, n the noise of deviation 0.05 that the penalty draws.
        using var random = new RandomSource(device, seed: 7);
        double[] noise = random.Normal([N, Inputs], std: 0.05f).ToDoubleArray();
        double expected = Enumerable.Range(0, N).Average(
            n => Math.Pow(Enumerable.Range(0, Inputs).Sum(i => Slope[i] * noise[(n * Inputs) + i]), 2));
        Tensor weight = Tensor.From(device, [Inputs, 1], Slope);
        Assert.That(Of("consistency", x => x.MatMul(weight)).ToDoubleArray()[0], Is.EqualTo(expected).Within(Tolerance));
    }

    [TestCase("r1", "r1:10")]
    [TestCase("R1:0.5", "r1:0.5")]
    [TestCase("wgan-gp:10:16, r2", "wgan-gp:10:16,r2:10")]
    [TestCase("none", "none")]
    public void A_setting_is_read_and_written_in_one_form(string text, string expected) =>
        Assert.That(PenaltySetting.Format(PenaltySetting.Parse(text)), Is.EqualTo(expected));

    [TestCase("r1:0", "'r1:0'")]
    [TestCase("r1:nan", "'r1:nan'")]
    [TestCase("r1:1:0", "'r1:1:0'")]
    [TestCase("r1:1:2:3", "'r1:1:2:3'")]
    [TestCase("r3", "Unknown penalty 'r3': expected wgan-gp, ")]
    [TestCase("r1,r1:2", "r1 is given twice")]
    public void A_wrong_setting_is_answered_with_what_is_wrong(string text, string part) =>
        Assert.That(() => PenaltySetting.Parse(text), Throws.TypeOf<InputException>().With.Message.Contains(part));

    private Tensor Of(string name, Func<Tensor, Tensor> score)
    {
        using var random = new RandomSource(device, seed: 7);
        return Penalty.Catalog.Find(name).Of(new PenaltyInput(score, real, fake, random));
    }
}
