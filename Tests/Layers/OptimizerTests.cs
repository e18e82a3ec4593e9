using GanFromScratch.Engine;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Optimizers;
using GanFromScratch.Tests.Engine.Kernels;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Layers;

/// <summary>Optimizers over several tensors: whom they move, whom they skip, and that saved state goes on bit for bit.</summary>
[TestFixtureSource(nameof(Devices))]
internal sealed class OptimizerTests(string deviceName) : DeviceFixture
{
    private static readonly double[] Slopes = [0.5, -1, 0.25, 2, -0.125];

    protected override string DeviceName => deviceName;

    public static IEnumerable<TestCaseData> Kinds()
    {
        yield return Kind("Adam", p => new Adam(p));
        yield return Kind("Adam with decay", p => new Adam(p, 2e-4f, 0.5, weightDecay: 0.1));
        yield return Kind("AdamW", p => new AdamW(p));
        yield return Kind("AdamW with AMSGrad", p => new AdamW(p, amsGrad: true));
        yield return Kind("Sgd", p => new Sgd(p));
        yield return Kind("Sgd with momentum", p => new Sgd(p, 0.1f, 0.9, nesterov: true));
        yield return Kind("RmsProp", p => new RmsProp(p));
        yield return Kind("RmsProp centered", p => new RmsProp(p, momentum: 0.5, centered: true));

        static TestCaseData Kind(string name, Func<IReadOnlyList<NamedTensor>, Optimizer> make) =>
            new TestCaseData(make).SetArgDisplayNames(name);
    }

    [Test]
    public void Defaults_are_those_of_PyTorch()
    {
        Check(p => new Adam(p), PlainOptimizers.Adam(1, Slopes, 1e-3, 0.9, 0.999, 1e-8, 0, false));
        Check(p => new AdamW(p), PlainOptimizers.Adam(1, Slopes, 1e-3, 0.9, 0.999, 1e-8, 0.01, true));
        Check(p => new Sgd(p), PlainOptimizers.Sgd(1, Slopes, 1e-3, 0, 0, 0, false));
        Check(p => new RmsProp(p), PlainOptimizers.RmsProp(1, Slopes, 1e-2, 0.99, 1e-8, 0, 0, false));

        void Check(Func<IReadOnlyList<NamedTensor>, Optimizer> make, double[] expected)
        {
            NamedTensor[] parameters = Parameters();
            using Optimizer optimizer = make(parameters);
            for (int t = 0; t < Slopes.Length; t++)
            {
                Step(optimizer, parameters, Slopes[t]);
                foreach (NamedTensor parameter in parameters)
                    Assert.That(
                        parameter.Tensor.ToArray(), Is.All.EqualTo(expected[t]).Within(1e-6),
                        $"{optimizer.GetType().Name}, step {t + 1}, {parameter.Name}");
            }
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public void AmsGrad_divides_by_the_largest_second_moment_and_saves_it(bool decoupled)
    {
        // After a large gradient small ones: without AMSGrad the second moment would shrink and the steps would grow.
        double[] slopes = [2, 0.1, 0.1, 0.1, 0.1];
        double[] expected = PlainOptimizers.Adam(1, slopes, 0.01, 0.9, 0.5, 1e-8, 0.1, decoupled, amsGrad: true);
        NamedTensor[] parameters = Parameters();
        using Optimizer optimizer = decoupled
            ? new AdamW(parameters, 0.01f, beta2: 0.5, weightDecay: 0.1, amsGrad: true)
            : new Adam(parameters, 0.01f, beta2: 0.5, weightDecay: 0.1, amsGrad: true);
        for (int t = 0; t < slopes.Length; t++)
        {
            Step(optimizer, parameters, slopes[t]);
            Assert.That(parameters[0].Tensor.ToArray(), Is.All.EqualTo(expected[t]).Within(1e-6), $"step {t + 1}");
        }

        // (1 − β₂)·g² of the first step, where g has the L2 term of p = 1 in it.
        double first = decoupled ? 2 : 2.1;
        float[] largest = optimizer.StateDict()[$"max_exp_avg_sq.{parameters[0].Name}"].ToArray();
        Assert.That(largest, Is.All.EqualTo(first * first / 2).Within(1e-5));
    }

    [Test]
    public void Moving_in_keeps_values_and_makes_a_step_one_launch()
    {
        NamedTensor[] parameters = Parameters();
        parameters[1].Tensor.CopyFrom([1, 2, 3, 4, 5, 6]);
        using var optimizer = new Adam(parameters);
        Assert.That(parameters[1].Tensor.ToArray(), Is.EqualTo(new float[] { 1, 2, 3, 4, 5, 6 }));
        using var graph = GanFromScratch.Engine.Devices.StepGraph.Capture(Device, () =>
        {
            foreach (NamedTensor parameter in parameters)
                parameter.Tensor.AccumulateGradient(parameter.Tensor);
            optimizer.Step();
        });
        Assert.That(graph.Count, Is.EqualTo(parameters.Length + 1));
    }

    [Test]
    public void Who_is_frozen_or_has_no_gradient_stands_still_and_so_does_its_step_count()
    {
        NamedTensor[] parameters = Parameters();
        using var optimizer = new Adam(parameters);
        Step(optimizer, parameters, 1);
        parameters[1].Tensor.RequiresGrad = false;
        Step(optimizer, parameters, 1);
        parameters[1].Tensor.RequiresGrad = true;
        optimizer.ZeroGrad();
        optimizer.Step();
        Assert.That(optimizer.StateDict()["step"].ToArray(), Is.EqualTo(new float[] { 2, 1, 2, 2 }));

        // From here all move together again, but each by its own count.
        double[] expected = PlainOptimizers.Adam(1, [1, 1, -1], 1e-3, 0.9, 0.999, 1e-8, 0, false);
        double[] late = PlainOptimizers.Adam(1, [1, -1], 1e-3, 0.9, 0.999, 1e-8, 0, false);
        Step(optimizer, parameters, -1);
        Assert.That(parameters[0].Tensor.ToArray(), Is.All.EqualTo(expected[2]).Within(1e-6));
        Assert.That(parameters[1].Tensor.ToArray(), Is.All.EqualTo(late[1]).Within(1e-6));
        Assert.That(parameters[3].Tensor.ToArray(), Is.All.EqualTo(expected[2]).Within(1e-6));
    }

    [TestCaseSource(nameof(Kinds))]
    public void Saved_state_goes_on_bit_for_bit(Func<IReadOnlyList<NamedTensor>, Optimizer> make)
    {
        NamedTensor[] first = Parameters(), second = Parameters();
        using Optimizer a = make(first), b = make(second);
        Step(a, first, 0.3);
        first[2].Tensor.RequiresGrad = false;
        Step(a, first, -0.7);
        first[2].Tensor.RequiresGrad = true;
        a.LearningRate = 0.0123f;

        for (int i = 0; i < first.Length; i++)
            second[i].Tensor.CopyFrom(first[i].Tensor);
        b.LoadStateDict(a.StateDict().ToDictionary(e => e.Key, e => Tensor.From(Device, e.Value.Shape, e.Value.ToArray())));
        Assert.That(b.LearningRate, Is.EqualTo(0.0123f));
        for (int t = 0; t < 3; t++)
        {
            Step(a, first, Slopes[t]);
            Step(b, second, Slopes[t]);
        }

        for (int i = 0; i < first.Length; i++)
            Assert.That(second[i].Tensor.ToArray(), Is.EqualTo(first[i].Tensor.ToArray()), first[i].Name);
    }

    [Test]
    public void State_has_the_names_of_PyTorch()
    {
        NamedTensor[] one = [new("0.weight", Variable([2, 3], new float[6]))];
        Assert.That(Names(new Adam(one)), Is.EqualTo(new[] { "exp_avg.0.weight", "exp_avg_sq.0.weight", "step", "lr" }));
        Assert.That(Names(new AdamW(one)), Is.EqualTo(new[] { "exp_avg.0.weight", "exp_avg_sq.0.weight", "step", "lr" }));
        Assert.That(Names(new Sgd(one)), Is.EqualTo(new[] { "step", "lr" }));
        Assert.That(Names(new Sgd(one, momentum: 0.9)), Is.EqualTo(new[] { "momentum_buffer.0.weight", "step", "lr" }));
        Assert.That(
            Names(new RmsProp(one, momentum: 0.9, centered: true)),
            Is.EqualTo(new[] { "square_avg.0.weight", "momentum_buffer.0.weight", "grad_avg.0.weight", "step", "lr" }));

        static IEnumerable<string> Names(Optimizer optimizer)
        {
            string[] names = [.. optimizer.StateDict().Keys];
            optimizer.Dispose();
            return names;
        }
    }

    [Test]
    public void State_of_another_optimizer_is_refused()
    {
        using var adam = new Adam(Parameters());
        using var sgd = new Sgd(Parameters(), momentum: 0.9);
        Refused(adam, sgd, "Adam: the saved state has no 'exp_avg.a'");
        Refused(sgd, adam, "Sgd: the saved state has no 'momentum_buffer.a'");

        static void Refused(Optimizer to, Optimizer from, string begin) =>
            Assert.That(() => to.LoadStateDict(from.StateDict()), Throws.TypeOf<InputException>().With.Message.StartsWith(begin));
    }

    [Test]
    public void A_parameter_has_one_optimizer_at_a_time()
    {
        NamedTensor[] parameters = Parameters();
        using Optimizer first = new Adam(parameters), second = new Sgd([parameters[1]]);
        Assert.That(first.Step, Throws.InvalidOperationException.With.Message.Contains("'b' now belongs to another optimizer"));
        Step(second, [parameters[1]], 1);
        Assert.That(parameters[1].Tensor.ToArray(), Is.All.EqualTo(0.999f).Within(1e-6));
    }

    [Test]
    public void Parameters_outlive_their_optimizer()
    {
        NamedTensor[] parameters = Parameters();
        using (var optimizer = new Adam(parameters))
            Step(optimizer, parameters, 1);
        float[] before = parameters[1].Tensor.ToArray();
        using (var other = new Adam(Parameters()))
            Assert.That(parameters[1].Tensor.ToArray(), Is.EqualTo(before), "the memory is still the parameters'");
        parameters[0].Tensor.ZeroGrad();
        parameters[0].Tensor.Backward(Tensor.Ones(Device, parameters[0].Tensor.Shape));
        Assert.That(parameters[0].Tensor.Grad!.ToArray(), Is.All.EqualTo(1f), "and so is the gradients'");
    }

    [Test]
    public void Settings_out_of_range_are_named()
    {
        NamedTensor[] one = [new("a", Variable([1], 1))];
        Assert.That(() => new Adam([]), Throws.TypeOf<InputException>().With.Message.EqualTo("Adam needs at least one parameter."));
        Assert.That(() => new Adam(one, -1), Throws.TypeOf<InputException>().With.Message.Contains("learning rate"));
        Assert.That(
            () => new Adam(one, beta1: 1), Throws.TypeOf<InputException>().With.Message.Contains("beta1 must lie in [0, 1), got 1"));
        Assert.That(() => new Adam(one, epsilon: -1), Throws.TypeOf<InputException>().With.Message.Contains("epsilon"));
        Assert.That(() => new AdamW(one, weightDecay: double.NaN), Throws.TypeOf<InputException>().With.Message.Contains("weightDecay"));
        Assert.That(() => new RmsProp(one, alpha: 2), Throws.TypeOf<InputException>().With.Message.Contains("alpha"));
        Assert.That(() => new Sgd(one, nesterov: true), Throws.TypeOf<InputException>().With.Message.Contains("Nesterov"));
        Assert.That(
            () => new Sgd([new("y", one[0].Tensor * 2)]), Throws.TypeOf<InputException>().With.Message.Contains("'y' must be a leaf"));
    }

    [Test]
    public void Two_parameters_of_one_name_are_refused_before_anything_moves()
    {
        NamedTensor[] parameters = Parameters(), twice = [.. parameters, .. Parameters()];
        float[] before = parameters[1].Tensor.ToArray();
        Assert.That(() => new Adam(twice), Throws.InstanceOf<InputException>().With.Message.Contains("two parameters are called 'a'"));
        Assert.That(parameters[1].Tensor.ToArray(), Is.EqualTo(before));
        using var adam = new Adam(parameters);
        Step(adam, parameters, 1);
        Assert.That(parameters[1].Tensor.ToArray(), Is.All.EqualTo(1 - 1e-3f).Within(1e-6));
    }

    /// <summary>Four tensors of ones: one number, a matrix, more than a cache line, and a vector.</summary>
    private NamedTensor[] Parameters()
    {
        Shape[] shapes = [[], [2, 3], [37], [5]];
        return [.. shapes.Select((shape, i) =>
        {
            Tensor tensor = Tensor.Persistent(Device, shape, 1);
            tensor.RequiresGrad = true;
            return new NamedTensor($"{(char)('a' + i)}", tensor);
        })];
    }

    /// <summary>A step with the same gradient everywhere.</summary>
    private static void Step(Optimizer optimizer, NamedTensor[] parameters, double slope)
    {
        optimizer.ZeroGrad();
        foreach (NamedTensor parameter in parameters)
        {
            if (parameter.Tensor.RequiresGrad)
                (parameter.Tensor * slope).Sum().Backward();
        }

        optimizer.Step();
    }
}
