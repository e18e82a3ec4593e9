using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Optimizers;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Autograd;

/// <summary>A backward pass that needs a value which was overwritten throws; one that does not need it goes on.</summary>
[TestFixtureSource(typeof(DeviceFixture), nameof(Devices))]
public class ChangedTensorTests(string device) : DeviceFixture
{
    protected override string DeviceName => device;

    private static void Refused(Action backward, params string[] words)
    {
        string message = Assert.Throws<InvalidOperationException>(() => backward())!.Message;
        foreach (string word in words)
            Assert.That(message, Does.Contain(word));
    }

    [Test]
    public void A_discriminator_step_between_the_generators_loss_and_its_backward_pass_is_refused()
    {
        using var random = new RandomSource(Device, 1);
        using var generator = new Sequential(new Dense(2, 3, random), new Tanh());
        using var discriminator = new Sequential(new Dense(3, 4, random), new LeakyRelu(), new Dense(4, 1, random));
        discriminator.Name = "discriminator";
        using var optimizer = new Adam(discriminator.NamedParameters());
        Tensor fake = generator.Forward(random.Normal([5, 2])), real = random.Normal([5, 3]), one = Tensor.Ones(Device, [5, 1]);

        Tensor ofGenerator = Losses.BinaryCrossEntropyWithLogits(discriminator.Forward(fake), one);
        Losses.BinaryCrossEntropyWithLogits(discriminator.Forward(real), one).Backward();
        optimizer.Step();
        Refused(
            () => ofGenerator.Backward(), "backward pass of Linear", "'discriminator.2.weight' of shape (1, 4)",
            "Adam.Step has changed it", "call Backward before Adam.Step, or compute the forward pass again");

        // The same in an order that is right.
        ofGenerator = Losses.BinaryCrossEntropyWithLogits(discriminator.Forward(fake), one);
        Losses.BinaryCrossEntropyWithLogits(discriminator.Forward(real), one).Backward();
        ofGenerator.Backward();
        optimizer.Step();
        Assert.That(generator.Parameters().All(p => p.Grad != null), Is.True);
    }

    [Test]
    public void Every_way_to_overwrite_a_tensor_is_named()
    {
        using var random = new RandomSource(Device, 1);
        using var dense = new Dense(2, 2, random);
        Tensor other = Tensor.Ones(Device, [2, 2]);
        var state = dense.StateDict().ToDictionary(entry => entry.Key, entry => Tensor.Ones(Device, entry.Value.Shape));
        (string, Action)[] changes =
        [
            ("CopyFrom", () => dense.Weight.CopyFrom(other)),
            ("CopyFrom", () => dense.Weight.CopyFrom([1, 2, 3, 4])),
            ("CopyFrom", () => dense.Weight.Reshape(4).CopyFrom([1, 2, 3, 4])),
            ("CopyFrom", () => dense.Weight.Detach().CopyFrom(other)),
            ("AddInPlace", () => dense.Weight.AddInPlace(other)),
            ("a random fill", () => random.FillNormal(dense.Weight)),
            ("LoadStateDict", () => dense.LoadStateDict(state)),
            ("a kernel of mine", () => dense.Weight.NoteChange("a kernel of mine")),
        ];
        foreach ((string name, Action change) in changes)
        {
            Tensor x = Variable([1, 2], 1, 2), y = dense.Forward(x).Sum();
            change();
            Refused(() => y.Backward(), "'weight'", $"but {name} has changed it");
        }
    }

    [Test]
    public void A_view_of_changed_memory_is_refused_too()
    {
        Tensor x = Variable([4], 1, 2, 3, 4), w = Make([2, 2], 1, 2, 3, 4), y = (x * w.Reshape(4)).Sum();
        w.CopyFrom([5, 6, 7, 8]);
        Refused(() => y.Backward(), "Multiply", "a tensor of shape (4)");
    }

    [Test]
    public void What_the_backward_pass_does_not_read_may_change()
    {
        Tensor x = Variable([2, 2], 1, 2, 3, 4), w = Make([2, 2], 1, 2, 3, 4);
        Tensor v = Variable([2, 2], 5, 6, 7, 8), c = Make([2, 2], 1, 1, 1, 1);
        Tensor[] results =
        [
            (w * v).Sum(), // reads w alone: v is the leaf
            x + c,
            x - c,
            c - x,
            (x * 2) + 1,
            -x,
            x.Linear(w, c.Reshape(4).Slice(0, 0, 2)),
            x.MatMul(w),
            x.MeanSquaredError(w),
            x.Tanh(),
            x.Sum(),
            Tensor.Concat([x, c]),
        ];
        v.CopyFrom([0, 0, 0, 0]);
        c.CopyFrom([0, 0, 0, 0]);
        Assert.That(Gradients.Of(results[0], [v])[0].ToArray(), Is.EqualTo(new float[] { 1, 2, 3, 4 }));
        float[][] slopes = [.. results.Skip(1).Select(result => Gradients.Of(result.Sum(), [x])[0].ToArray())];
        Assert.Multiple(() =>
        {
            Assert.That(slopes[0], Is.All.EqualTo(1), "x + c");
            Assert.That(slopes[1], Is.All.EqualTo(1), "x − c");
            Assert.That(slopes[2], Is.All.EqualTo(-1), "c − x");
            Assert.That(slopes[3], Is.All.EqualTo(2), "2x + 1");
            Assert.That(slopes[4], Is.All.EqualTo(-1), "−x");
            Assert.That(slopes[5], Is.EqualTo(new float[] { 4, 6, 4, 6 }), "the column sums of w");
            Assert.That(slopes[6], Is.EqualTo(new float[] { 3, 7, 3, 7 }), "the row sums of w");
            Assert.That(slopes[7], Is.All.Zero, "x = w");
            Assert.That(
                slopes[8], Is.EqualTo(new float[] { 1, 2, 3, 4 }.Select(v => 1 - MathF.Pow(MathF.Tanh(v), 2))).Within(1e-5), "tanh x");
            Assert.That(slopes[9], Is.All.EqualTo(1), "the sum");
            Assert.That(slopes[10], Is.All.EqualTo(1), "the concatenation");
        });

        // Results whose slope does not depend on them may be overwritten themselves.
        Tensor doubled = x * 2;
        doubled.CopyFrom([0, 0, 0, 0]);
        Assert.That(Gradients.Of(doubled.Sum(), [x])[0].ToArray(), Is.EqualTo(new float[] { 2, 2, 2, 2 }));
        Tensor bent = x.Tanh();
        bent.CopyFrom([0, 0, 0, 0]);
        Refused(() => bent.Sum().Backward(), "Tanh");
    }

    [Test]
    public void Only_the_operand_that_the_wanted_gradient_reads_counts()
    {
        Tensor a = Variable([2], 2, 3), b = Variable([2], 5, 7);
        Tensor ratio = (a / b).Sum(), product = (a * b).Sum(), error = b.MeanSquaredError(a);
        a.CopyFrom([0, 0]);
        Assert.That(Gradients.Of(ratio, [a])[0].ToArray(), Is.EqualTo(new[] { 1 / 5f, 1 / 7f }).Within(1e-6));
        Assert.That(Gradients.Of(product, [a])[0].ToArray(), Is.EqualTo(new float[] { 5, 7 }));
        Refused(() => Gradients.Of(ratio, [b]), "Divide");
        Refused(() => Gradients.Of(product, [b]), "Multiply");
        Refused(() => Gradients.Of(error, [b]), "SquaredError");
        Refused(() => Gradients.Of(product, [b], createGraph: true), "Multiply");
    }

    [Test]
    public void A_frozen_parameter_that_another_optimizer_did_not_move_may_be_read()
    {
        using var random = new RandomSource(Device, 1);
        using var net = new Sequential(new Dense(2, 2, random), new Dense(2, 1, random));
        using var optimizer = new Sgd(net.NamedParameters(), learningRate: 0.1f);
        net[1].RequiresGrad(false);
        Tensor x = Variable([1, 2], 1, 2), y = net[1].Forward(x).Sum();
        net.Forward(x).Sum().Backward();
        optimizer.Step();
        Assert.That(Gradients.Of(y, [x])[0].ToArray(), Is.EqualTo(net[1].Parameters()[0].ToArray()), "the weights of the frozen layer");
    }

    [Test]
    public void A_gradient_of_a_gradient_is_held_to_the_same()
    {
        Tensor x = Variable([1], 3), slope = Gradients.Of(x.Tanh().Sum(), [x], createGraph: true)[0];
        x.CopyFrom([5]);
        // −2·tanh x·(1 − tanh² x) reads tanh 3, which is still there, and not x.
        double y = Math.Tanh(3);
        Assert.That(Gradients.Of(slope.Sum(), [x])[0].Item(), Is.EqualTo(-2 * y * (1 - (y * y))).Within(1e-6));
        slope = Gradients.Of((x * x * x).Sum(), [x], createGraph: true)[0];
        x.CopyFrom([6]);
        Refused(() => Gradients.Of(slope.Sum(), [x]), "Multiply", "CopyFrom");
    }

    [Test]
    public void A_collected_gradient_that_the_graph_reads_must_not_be_collected_anew()
    {
        Tensor x = Variable([1], 3), w = Variable([1], 2);
        (w * 5).Sum().Backward();
        Tensor y = (x * w.Grad!).Sum();
        (w * 7).Sum().Backward();
        Refused(() => y.Backward(), "but another backward pass has changed it");
    }

    [Test]
    public void The_gradient_that_a_pass_is_given_is_taken_as_it_is()
    {
        Tensor x = Variable([2], 1, 2), given = Make([2], 0, 0), y = x.Tanh() + x;
        given.CopyFrom([1, 1]);
        y.Backward(given);
        float[] expected = [2 - MathF.Pow(MathF.Tanh(1), 2), 2 - MathF.Pow(MathF.Tanh(2), 2)];
        Assert.That(x.Grad!.ToArray(), Is.EqualTo(expected).Within(1e-5));
    }

    [Test]
    public void Running_statistics_may_move_on_between_forward_and_backward()
    {
        using var random = new RandomSource(Device, 1);
        using var norm = new BatchNorm1d(2, random);
        Tensor x = Variable([3, 2], 1, 2, 3, 5, 8, 13);
        norm.Eval();
        Tensor y = norm.Forward(x).Square().Sum();
        norm.Train();
        norm.Forward(x);
        y.Backward();
        // With the running statistics of the start, mean 0 and variance 1, y is Σ x²/(1 + ε).
        Assert.That(x.Grad!.ToArray(), Is.EqualTo(new float[] { 2, 4, 6, 10, 16, 26 }).Within(1e-3));
    }

    [Test]
    public void Each_replay_of_a_recorded_step_counts()
    {
        Tensor w = Tensor.Persistent(Device, [2], 1), step = Tensor.Persistent(Device, [2], 1), x = Variable([2], 1, 2);
        using StepGraph graph = StepGraph.Capture(Device, () => w.AddInPlace(step));
        Tensor y = (x * w).Sum();
        y.Backward();
        y = (x * w).Sum();
        graph.Replay();
        Refused(() => y.Backward(), "StepGraph.Replay");
        (x * w).Sum().Backward();
    }
}
