using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Optimizers;

namespace GanFromScratch.Tests.Library;

/// <summary>The first example of the README.</summary>
public sealed class TrainingStepTests
{
    [Test]
    public void A_training_step_lowers_the_loss()
    {
        using var device = new CpuDevice();
        using var random = new RandomSource(device, seed: 1);
        using var net = new Sequential(new Dense(784, 128, random), new LeakyRelu(0.2f), new Dense(128, 1, random), new Sigmoid());
        using var adam = new Adam(net.NamedParameters(), learningRate: 2e-4f, beta1: 0.5);

        Tensor images = Tensor.Persistent(device, [64, 784]), ones = Tensor.Persistent(device, [64, 1], 1);
        float before = Loss();
        using (new TensorScope())                              // gives temporaries back at its end
        {
            Tensor loss = net.Forward(images).BinaryCrossEntropy(ones);
            adam.ZeroGrad();
            loss.Backward();
            adam.Step();
        }

        Assert.That(Loss(), Is.LessThan(before));
        images.Dispose();
        ones.Dispose();

        float Loss()
        {
            using var scope = new TensorScope();
            return net.Forward(images).BinaryCrossEntropy(ones).Item();
        }
    }
}
