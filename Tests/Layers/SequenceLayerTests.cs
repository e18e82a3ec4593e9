using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels.Conv2d;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Parametrizations;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Layers;

/// <summary>The layers of sequences: values, shapes, PyTorch's names and defaults, and the sentences for what does not fit.</summary>
[TestFixtureSource(nameof(Devices))]
internal sealed class SequenceLayerTests(string deviceName) : DeviceFixture
{
    protected override string DeviceName => deviceName;

    private RandomSource Random { get; set; } = null!;

    [SetUp]
    public void Open() => Random = new RandomSource(Device, 1);

    [TearDown]
    public void Close() => Random.Dispose();

    [Test]
    public void Conv1d()
    {
        using var layer = new Conv1d(1, 1, 3, Random, stride: 2, padding: 1, dilation: 2);
        layer.Weight.CopyFrom([1, 10, 100]);
        layer.Bias!.CopyFrom([0.5f]);
        Tensor y = layer.Forward(Make([1, 1, 7], 1, 2, 3, 4, 5, 6, 7));
        // Over 0 1 2 3 4 5 6 7 0: the taps are two apart, and so are the outputs.
        Assert.That(y.Shape, Is.EqualTo(Shape.Create([1, 1, 3])));
        Assert.That(y.ToArray(), Is.EqualTo(new[] { 420.5f, 642.5f, 64.5f }));
        Assert.That(layer.OutputShape([1, 1, 7]), Is.EqualTo(y.Shape));
        Assert.That(layer.Description, Is.EqualTo("Conv1d 1→1 k3 s2 p1 d2"));
    }

    [Test]
    public void ConvTranspose1d()
    {
        using var layer = new ConvTranspose1d(1, 1, 3, Random, stride: 2, padding: new Padding(5, 5, 1, 0), outputPadding: 1);
        layer.Weight.CopyFrom([1, 10, 100]);
        layer.Bias!.CopyFrom([0.5f]);
        Tensor y = layer.Forward(Make([1, 1, 2], 1, 2));
        Assert.That(y.Shape, Is.EqualTo(Shape.Create([1, 1, 5])));
        Assert.That(y.ToArray(), Is.EqualTo(new[] { 10.5f, 102.5f, 20.5f, 200.5f, 0.5f }));
        Assert.That(layer.OutputShape([1, 1, 2]), Is.EqualTo(y.Shape));
        Assert.That(layer.Description, Is.EqualTo("ConvTranspose1d 1→1 k3 s2 p1,0 o1"));
    }

    [Test]
    public void A_convolution_of_sequences_is_that_of_images_of_one_row()
    {
        using var layer = new Conv1d(4, 6, 3, Random, stride: 2, padding: Padding.Same, groups: 2);
        using var back = new ConvTranspose1d(6, 4, 4, Random, stride: 2, padding: 1, groups: 2, bias: false);
        using var model = new Sequential(layer, new LeakyRelu(0.2f), back, new Tanh());
        Tensor x = Random.Normal([2, 4, 9]);
        Tensor hidden = x.Reshape(2, 4, 1, 9).Pad(3, 1, 1).Conv2d(
            layer.Weight.Reshape(6, 2, 1, 3), layer.Bias, new Conv2dOptions { StrideW = 2, Groups = 2 }).LeakyRelu(0.2f);
        Tensor expected = hidden.ConvTranspose2d(
            back.Weight.Reshape(6, 2, 1, 4), null,
            new Conv2dOptions { StrideW = 2, PaddingLeft = 1, PaddingRight = 1, Groups = 2 }).Tanh();
        Tensor y = model.Forward(x);
        Assert.That(y.Shape, Is.EqualTo(Shape.Create([2, 4, 10])));
        Assert.That(y.ToArray(), Is.EqualTo(expected.ToArray()).Within(1e-6));
        Assert.That(layer.NamedParameters().Select(p => p.Name), Is.EqualTo(new[] { "weight", "bias" }));
        Assert.That(layer.Weight.Shape, Is.EqualTo(Shape.Create([6, 2, 3])));
        Assert.That(back.Weight.Shape, Is.EqualTo(Shape.Create([6, 2, 4])));
        Assert.That(layer.Weight.ToArray().Max(Math.Abs), Is.LessThanOrEqualTo(1 / Math.Sqrt(2 * 3)).And.GreaterThan(0.3));
        SpectralNorm.On(model, Random);
        model.Forward(x).Square().Sum().Backward();
        Assert.That(back.Weight.Grad!.ToArray(), Has.Some.Not.EqualTo(0));
    }

    [Test]
    public void BatchNorm1d_takes_each_channel_s_mean_over_samples_and_steps()
    {
        using var layer = new BatchNorm1d(2, Random, epsilon: 0);
        Tensor y = layer.Forward(Make([2, 2, 2], 1, 3, 10, 30, 3, 1, 30, 10));
        Assert.That(y.ToArray(), Is.EqualTo(new float[] { -1, 1, -1, 1, 1, -1, 1, -1 }).Within(1e-6));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_GRU_is_its_formula(bool bias)
    {
        const int n = 2, steps = 3, inputs = 2, hidden = 3;
        using var layer = new Gru(inputs, hidden, Random, bias);
        Tensor x = Random.Normal([n, steps, inputs]), y = layer.Forward(x);
        float[] expected = States(layer, x.ToArray(), n, steps, inputs, hidden);
        Assert.That(y.Shape, Is.EqualTo(Shape.Create([n, steps, hidden])));
        Assert.That(y.ToArray(), Is.EqualTo(expected).Within(1e-6));

        using var cell = new GruCell(inputs, hidden, Random, bias);
        foreach ((Parameter mine, Parameter theirs) in cell.Parameters().Zip(layer.Parameters()))
            mine.CopyFrom(theirs.ToArray());
        Tensor first = cell.Forward(x.Slice(1, 0, 1).Reshape(n, inputs)), second = cell.Forward(x.Slice(1, 1, 1).Reshape(n, inputs), first);
        Assert.That(first.ToArray(), Is.EqualTo(y.Slice(1, 0, 1).ToArray()));
        Assert.That(second.ToArray(), Is.EqualTo(y.Slice(1, 1, 1).ToArray()));
        Tensor rest = layer.Forward(x.Slice(1, 2, 1), second);
        Assert.That(rest.ToArray(), Is.EqualTo(y.Slice(1, 2, 1).ToArray()), "a sequence can be continued");
    }

    [Test]
    public void A_GRU_s_parameters_begin_as_in_PyTorch()
    {
        using var layer = new Gru(40, 25, Random);
        using var cell = new GruCell(40, 25, Random);
        Assert.That(layer.StateDict().Keys, Is.EqualTo(new[] { "weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0" }));
        Assert.That(cell.StateDict().Keys, Is.EqualTo(new[] { "weight_ih", "weight_hh", "bias_ih", "bias_hh" }));
        Assert.That(layer.Parameters().Select(p => $"{p.Shape}"), Is.EqualTo(new[] { "(75, 40)", "(75, 25)", "(75)", "(75)" }));
        foreach (Parameter parameter in layer.Parameters())
            Assert.That(parameter.ToArray().Max(Math.Abs), Is.EqualTo(0.2).Within(0.01).And.LessThanOrEqualTo(0.2f), "1/√25");
    }

    /// <summary>A GRU over time in a recorded step: the replayed step has the same bits.</summary>
    [Test]
    public void A_recorded_GRU_follows_its_input()
    {
        using var layer = new Gru(2, 3, Random);
        Tensor x = Tensor.Persistent(Device, [2, 4, 2]), sum = Tensor.Persistent(Device, []);
        using StepGraph graph = StepGraph.Capture(Device, () =>
        {
            using var inner = new TensorScope();
            layer.ZeroGrad();
            Tensor loss = layer.Forward(x).Square().Sum();
            loss.Backward();
            sum.CopyFrom(loss);
        });
        x.CopyFrom(Random.Normal([2, 4, 2]));
        graph.Replay();
        float[] replayed = layer.Parameters()[1].Grad!.ToArray();
        layer.ZeroGrad();
        Tensor eager = layer.Forward(x).Square().Sum();
        eager.Backward();
        Assert.That(sum.Item(), Is.EqualTo(eager.Item()));
        Assert.That(layer.Parameters()[1].Grad!.ToArray(), Is.EqualTo(replayed).And.Some.Not.EqualTo(0));
    }

    [Test]
    public void A_wrong_input_names_the_layer()
    {
        using var model = new Sequential(
            new Conv1d(3, 8, 5, Random), new ConvTranspose1d(8, 1, 3, Random, stride: 2, padding: 2), new Gru(4, 5, Random),
            new GruCell(4, 5, Random)) { Name = "net" };
        Refused(model[0], [4, 3, 28, 28], "net.0 (Conv1d 3→8 k5): expected input (N, 3, L), got (4, 3, 28, 28).");
        Refused(
            model[0], [4, 3, 4], "net.0 (Conv1d 3→8 k5): expected input with at least 5 steps, which its kernel spans, got (4, 3, 4).");
        Refused(
            model[1], [4, 8, 1],
            "net.1 (ConvTranspose1d 8→1 k3 s2 p2): expected input of which more is left than its padding takes away (4 steps of 3 steps), "
            + "got (4, 8, 1).");
        Refused(model[2], [4, 0, 4], "net.2 (Gru 4→5): expected input (N, T, 4) with at least one step, got (4, 0, 4).");
        Refused(model[3], [4, 5], "net.3 (GruCell 4→5): expected input (N, 4), got (4, 5).");
        Assert.That(
            () => ((Gru)model[2]).Forward(Tensor.Zeros(Device, [4, 1, 4]), Tensor.Zeros(Device, [3, 5])),
            Throws.TypeOf<ShapeException>().With.Message.EqualTo("net.2 (Gru 4→5): expected input with a state (4, 5), got (3, 5)."));
        Assert.That(() => new GruCell(0, 1, Random), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => new ConvTranspose1d(1, 1, 3, Random, stride: 2, outputPadding: 2),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("less than the stride 2,"));

        void Refused(Module module, Shape input, string sentence)
        {
            Assert.That(() => module.Forward(Tensor.Zeros(Device, input)), Throws.TypeOf<ShapeException>().With.Message.EqualTo(sentence));
            Assert.That(() => module.OutputShape(input), Throws.TypeOf<ShapeException>().With.Message.EqualTo(sentence));
        }
    }

    /// <summary>Plain loops in double precision.</summary>
    private static float[] States(Gru layer, float[] x, int n, int steps, int inputs, int hidden)
    {
        float[][] p = [.. layer.Parameters().Select(parameter => parameter.ToArray())];
        float[] y = new float[n * steps * hidden];
        for (int i = 0; i < n; i++)
        {
            double[] h = new double[hidden];
            for (int t = 0; t < steps; t++)
            {
                double[] next = new double[hidden];
                for (int j = 0; j < hidden; j++)
                {
                    double r = Sigmoid(OfInput(j) + OfState(j)), z = Sigmoid(OfInput(hidden + j) + OfState(hidden + j));
                    double candidate = Math.Tanh(OfInput((2 * hidden) + j) + (r * OfState((2 * hidden) + j)));
                    next[j] = ((1 - z) * candidate) + (z * h[j]);
                    y[(((i * steps) + t) * hidden) + j] = (float)next[j];
                }

                h = next;

                double OfInput(int row) =>
                    (p.Length > 2 ? p[2][row] : 0)
                    + Enumerable.Range(0, inputs).Sum(k => (double)p[0][(row * inputs) + k] * x[(((i * steps) + t) * inputs) + k]);
                double OfState(int row) =>
                    (p.Length > 2 ? p[3][row] : 0) + Enumerable.Range(0, hidden).Sum(k => p[1][(row * hidden) + k] * h[k]);
            }
        }

        return y;

        static double Sigmoid(double v) => 1 / (1 + Math.Exp(-v));
    }
}

/// <summary>Gradients of first and second order by input and parameters, against central differences.</summary>
internal sealed class SequenceGradientTests
{
    [Test]
    public void Gradients_of_a_GRU()
    {
        GradientAssert.Run(
            x => Run(new Gru(2, 2, new RandomSource(x[0].Device, 1)), x),
            [[1, 3, 2], [6, 2], [6, 2], [6], [6]], -1, 1);
    }

    [Test]
    public void Gradients_of_convolutions()
    {
        GradientAssert.Run(
            x => Run(new Conv1d(2, 2, 3, new RandomSource(x[0].Device, 1), stride: 2, padding: 1), x).Tanh(), [[1, 2, 5], [2, 2, 3], [2]]);
        GradientAssert.Run(
            x => Run(new ConvTranspose1d(2, 1, 3, new RandomSource(x[0].Device, 1), stride: 2, padding: 1), x).Tanh(),
            [[1, 2, 3], [2, 1, 3], [1]]);
    }

    /// <summary>The layer's result for the first tensor, with the others in place of its parameters.</summary>
    private static Tensor Run(Module layer, Tensor[] x)
    {
        for (int i = 1; i < x.Length; i++)
            layer.Parameters()[i - 1].StandIn = x[i];
        return layer.Forward(x[0]);
    }
}
