using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Optimizers;

namespace GanFromScratch.Tests.Layers;

/// <summary>Updates on tensors are those of the optimizer, and a gradient passes through them.</summary>
public sealed class UnrolledUpdatesTests
{
    private const int Steps = 3;

    private static readonly Dictionary<string, Func<IReadOnlyList<NamedTensor>, Optimizer>> Optimizers = new()
    {
        ["Adam"] = p => new Adam(p, 0.05f, 0.5, 0.9),
        ["Adam without a mean"] = p => new Adam(p, 0.05f, 0, 0.99),
        ["Adam with weight decay"] = p => new Adam(p, 0.05f, weightDecay: 0.1),
        ["AMSGrad"] = p => new Adam(p, 0.05f, amsGrad: true),
        ["AdamW"] = p => new AdamW(p, 0.05f, 0.5),
        ["SGD"] = p => new Sgd(p, 0.05f),
        ["SGD with momentum"] = p => new Sgd(p, 0.05f, 0.9),
        ["SGD with Nesterov's momentum"] = p => new Sgd(p, 0.05f, 0.9, nesterov: true),
        ["RMSProp"] = p => new RmsProp(p, 0.05f),
    };

    private static IEnumerable<string> Names => Optimizers.Keys;

    /// <summary>After some steps of its own, so that it has state and a count.</summary>
    [TestCaseSource(nameof(Names))]
    public void The_values_are_those_of_the_optimizers_own_steps(string name)
    {
        using var device = new CpuDevice(1);
        using var random = new RandomSource(device, seed: 4);
        using Sequential network = Network(random), same = Network(random);
        same.LoadStateDict(network.StateDict());
        using Optimizer optimizer = Optimizers[name](network.NamedParameters()), other = Optimizers[name](same.NamedParameters());
        using var scope = new TensorScope();
        Tensor x = random.Normal([8, 3]);
        Train(network, optimizer, x);
        Train(same, other, x);

        using (var ahead = new UnrolledUpdates(network, optimizer))
        {
            for (int i = 0; i < Steps; i++)
                ahead.Step(Loss(network, x));
            Train(same, other, x);
            foreach ((Parameter unrolled, Parameter stepped) in network.Parameters().Zip(same.Parameters()))
                Assert.That(unrolled.Effective().ToArray(), Is.EqualTo(stepped.ToArray()).Within(2e-6));
        }

        Assert.That(network.Parameters().All(p => p.StandIn == null && p.Effective() == p), "and afterwards it is itself again");
    }

    /// <summary>
    /// The second-order term included: the gradient by the input of a loss after the updates, which the input determined.
    /// </summary>
    [TestCaseSource(nameof(Names))]
    public void The_gradient_through_them_is_that_of_differences(string name)
    {
        const double h = 1e-5;
        using var device = new ReferenceDevice();
        using var random = new RandomSource(device, seed: 5);
        using Sequential network = Network(random);
        using Optimizer optimizer = Optimizers[name](network.NamedParameters());
        using var scope = new TensorScope();
        Tensor points = random.Normal([4, 3]);
        Train(network, optimizer, points);
        Tensor x = points.Detach();
        x.RequiresGrad = true;
        After(x).Backward();
        float[] slope = x.Grad!.ToArray();
        foreach (int i in (int[])[0, 5, 11])
        {
            float[] unit = new float[12];
            unit[i] = 1;
            Tensor nudge = Tensor.From(device, [4, 3], unit) * h;
            Tensor difference = (After(points + nudge) - After(points - nudge)) * (1 / (2 * h));
            Assert.That(slope[i], Is.EqualTo(difference.ToArray()[0]).Within(2e-4 * Math.Max(1, Math.Abs(slope[i]))));
        }

        Tensor After(Tensor at)
        {
            using var ahead = new UnrolledUpdates(network, optimizer);
            for (int i = 0; i < Steps; i++)
                ahead.Step(Loss(network, at));
            return network.Forward(at).Sum();
        }
    }

    private static Sequential Network(RandomSource random) =>
        new(new Dense(3, 5, random), new GanFromScratch.Layers.Tanh(), new Dense(5, 1, random)) { Name = "network" };

    private static Tensor Loss(Sequential network, Tensor x) => (network.Forward(x) - 1).Square().Mean();

    private static void Train(Sequential network, Optimizer optimizer, Tensor x)
    {
        for (int i = 0; i < Steps; i++)
        {
            optimizer.ZeroGrad();
            Loss(network, x).Backward();
            optimizer.Step();
        }
    }
}
