using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Gan.Penalties;

namespace GanFromScratch.Tests.Gan.Penalties;

/// <summary>
/// Each penalty of a small network, and its gradient by the network's parameters, as PyTorch 1.13 computes them in double. Its random
/// numbers are those that a source of seed 7 gives here. The figures are from
/// <code>
/// D = lambda x: torch.nn.functional.leaky_relu(x @ W1.T + b1, 0.2) @ W2.T + b2
/// def norm2(at):
///     at = at.detach().requires_grad_()
///     return torch.autograd.grad(D(at).sum(), at, create_graph=True)[0].square().sum(1)
/// between = x + eps * (fake - x)                                  # eps, u, eps_dragan, n: the source's numbers
/// near = x + eps_dragan * (u * x.std(unbiased=False) * 0.5)
/// { 'wgan-gp': (norm2(between).sqrt() - 1).square().mean(), '0-gp': norm2(between).mean(),
///   'r1': norm2(x).mean() / 2, 'r2': norm2(fake).mean() / 2, 'dragan': (norm2(near).sqrt() - 1).square().mean(),
///   'consistency': (D(x) - D(x + n)).square().mean() }            # n of deviation 0.05
/// torch.autograd.grad(value, [W1, b1, W2, b2], allow_unused=True)
/// </code>
/// </summary>
public sealed class TorchPenaltyTests
{
    private const double Tolerance = 1e-8;

    [TestCase(
        "wgan-gp", 0.110829781, new[]
        {
            -0.006273635, 0.135530273, -0.01188385, -0.039384519, 0.133471806, -0.119322292, -0.008066102, 0.174253208,
            0, 0, 0, 0,
            -0.062565571, 0.04345996, -0.312455244, -0.136426507, 0
        })]
    [TestCase(
        "0-gp", 0.517733333, new[]
        {
            0.132906667, -0.694773333, -0.011093333, 0.23744, -0.10624, 0.0176, 0.17088, -0.89328,
            0, 0, 0, 0,
            0.392693333, -0.096533333, 0.13264, 0.71376, 0
        })]
    [TestCase(
        "r1", 0.167378667, new[]
        {
            -0.017546667, -0.128986667, 0.042453333, -0.00608, -0.11744, 0.06608, 0.05232, -0.1956,
            0, 0, 0, 0,
            0.042746667, -0.081866667, 0.21656, 0.157946667, 0
        })]
    [TestCase(
        "r2", 0.169000000, new[]
        {
            -0.07728, -0.14392, 0.04416, 0.08224, -0.12768, 0.06352, -0.02448, -0.2148,
            0, 0, 0, 0,
            0.00648, -0.12944, 0.22296, 0.164346667, 0
        })]
    [TestCase(
        "dragan", 0.245548206, new[]
        {
            0.315635834, -0.062218889, -0.180363334, 0.035553651, 0.386191031, -0.231729547, 0.109515383, 0.037765384,
            0, 0, 0, 0,
            0.252119405, 0.342949842, -0.733785351, -0.0172047, 0
        })]
    [TestCase(
        "consistency", 0.000643774, new[]
        {
            0.000268885, -0.000046176, -0.000027983, -0.000403293, 0.000024317, 0.000594398, 0.000346592, -0.000981815,
            0, 0, 0, 0,
            0.000211851, 0.000257613, 0.00086728, 0.000802144, 0
        })]
    public void It_and_its_second_order_gradient_are_PyTorchs(string name, double value, double[] gradient)
    {
        using var device = new ReferenceDevice();
        using var scope = new TensorScope();
        using var random = new RandomSource(device, seed: 7);
        Tensor w1 = Weights([4, 2], 0.5, -0.3, 0.8, 0.2, -0.6, 0.9, 0.1, -0.7), b1 = Weights([4], 0.1, -0.2, 0.3, 0.05);
        Tensor w2 = Weights([1, 4], 0.7, -0.4, 0.6, 0.9), b2 = Weights([1], 0.2);
        Tensor x = Tensor.From(device, [3, 2], [1.0, 0.5, -0.4, 1.2, 0.3, -0.8]);
        Tensor fake = Tensor.From(device, [3, 2], [-0.7, 0.2, 0.6, -1.1, 1.3, 0.9]);

        Tensor penalty = Penalty.Catalog.Find(name).Of(
            new PenaltyInput(at => at.Linear(w1, b1).LeakyRelu(0.2f).Linear(w2, b2), x, fake, random));
        penalty.Backward();
        double[] found = [.. new[] { w1, b1, w2, b2 }.SelectMany(w => w.Grad?.ToDoubleArray() ?? new double[w.Length])];
        Assert.Multiple(() =>
        {
            Assert.That(penalty.ToDoubleArray()[0], Is.EqualTo(value).Within(Tolerance));
            Assert.That(found, Is.EqualTo(gradient).AsCollection.Within(Tolerance));
        });

        Tensor Weights(Shape shape, params double[] values)
        {
            Tensor weights = Tensor.From(device, shape, values);
            weights.RequiresGrad = true;
            return weights;
        }
    }
}
