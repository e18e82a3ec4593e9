using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Optimizers;

namespace GanFromScratch.Tests.Layers;

/// <summary>Whole training steps: recorded and replayed they are the eager ones, bit for bit, and neither wastes memory.</summary>
internal sealed class TrainingStepTests
{
    [TestCase(true, 20)]
    [TestCase(false, 20)]
    public void Replayed_steps_have_the_bits_of_eager_ones(bool reference, int count)
    {
        using Device device = reference ? new ReferenceDevice() : new CpuDevice(2);
        using Trainee eager = new(device), recorded = new(device);
        using StepGraph graph = recorded.Capture();
        for (int t = 0; t < count; t++)
        {
            float[] batch = Batch(t);
            // The learning rate changes on the way, which a recorded step must notice.
            eager.Optimizer.LearningRate = recorded.Optimizer.LearningRate = 0.01f / (1 + (t / 7));
            eager.Input.CopyFrom(batch);
            recorded.Input.CopyFrom(batch);
            eager.Step();
            graph.Replay();
            Assert.That(Bits(recorded.Loss), Is.EqualTo(Bits(eager.Loss)), $"loss of step {t + 1}");
        }

        foreach ((string name, Tensor tensor) in eager.Model.StateDict())
            Assert.That(Bits(recorded.Model.StateDict()[name]), Is.EqualTo(Bits(tensor)), name);
        foreach ((string name, Tensor tensor) in eager.Optimizer.StateDict())
            Assert.That(Bits(recorded.Optimizer.StateDict()[name]), Is.EqualTo(Bits(tensor)), name);
        Assert.That(recorded.Random.State, Is.EqualTo(eager.Random.State));
    }

    [Test]
    public void Training_learns()
    {
        using var device = new CpuDevice(1);
        using var trainee = new Trainee(device);
        trainee.Input.CopyFrom(Batch(0));
        trainee.Step();
        float before = trainee.Loss.Item();
        for (int t = 0; t < 200; t++)
            trainee.Step();
        Assert.That(trainee.Loss.Item(), Is.LessThan(before / 2));
    }

    [Test]
    public void Memory_is_flat_over_five_thousand_steps()
    {
        using var device = new CpuDevice(1);
        using var trainee = new Trainee(device);
        trainee.Input.CopyFrom(Batch(0));
        using StepGraph graph = trainee.Capture();
        for (int t = 0; t < 20; t++)
        {
            trainee.Step();
            graph.Replay();
        }

        long bytes = device.AllocatedBytes;
        for (int t = 0; t < 2500; t++)
            trainee.Step();
        Assert.That(device.AllocatedBytes, Is.EqualTo(bytes), "device memory of eager steps");

        long managed = GC.GetAllocatedBytesForCurrentThread();
        for (int t = 0; t < 2500; t++)
            graph.Replay();
        managed = GC.GetAllocatedBytesForCurrentThread() - managed;
        Assert.That(device.AllocatedBytes, Is.EqualTo(bytes), "device memory of replayed steps");
        Assert.That(managed, Is.Zero, "managed memory of replayed steps");
    }

    [Test]
    public void An_eager_step_makes_little_garbage()
    {
        using var device = new CpuDevice(1);
        using var random = new RandomSource(device, 1);
        using var generator = new Sequential(
            new Dense(10, 16, random), new LeakyRelu(0.2f), new Dense(16, 16, random), new BatchNorm1d(16, random), new LeakyRelu(0.2f),
            new Dense(16, 16, random), new BatchNorm1d(16, random), new LeakyRelu(0.2f), new Dense(16, 16, random),
            new BatchNorm1d(16, random),
            new LeakyRelu(0.2f), new Dense(16, 8, random), new Tanh());
        using var discriminator = new Sequential(
            new Dense(8, 16, random), new LeakyRelu(0.2f), new Dense(16, 16, random), new LeakyRelu(0.2f), new Dense(16, 16, random),
            new LeakyRelu(0.2f), new Dense(16, 1, random), new Sigmoid());
        using Adam forGenerator = new(generator.NamedParameters()), forDiscriminator = new(discriminator.NamedParameters());
        Tensor images = Tensor.Persistent(device, [4, 8]), ones = Tensor.Persistent(device, [4, 1], 1),
        zeros = Tensor.Persistent(device, [4, 1]);
        for (int t = 0; t < 50; t++)
            Step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int t = 0; t < 10; t++)
            Step();
        long each = (GC.GetAllocatedBytesForCurrentThread() - before) / 10;
        TestContext.Out.WriteLine($"{each} bytes");
        Assert.That(each, Is.LessThanOrEqualTo(64 * 1024));

        void Step()
        {
            using var scope = new TensorScope();
            Tensor fakes = generator.Forward(random.Normal([4, 10]));
            Tensor onReal = Losses.BinaryCrossEntropy(discriminator.Forward(images), ones);
            Tensor loss = (onReal + Losses.BinaryCrossEntropy(discriminator.Forward(fakes.Detach()), zeros)) / 2;
            forDiscriminator.ZeroGrad();
            loss.Backward();
            forDiscriminator.Step();
            discriminator.RequiresGrad(false);
            forGenerator.ZeroGrad();
            Losses.BinaryCrossEntropy(discriminator.Forward(fakes), ones).Backward();
            forGenerator.Step();
            discriminator.RequiresGrad(true);
        }
    }

    private static float[] Batch(int t)
    {
        var random = new Random(t);
        float[] values = new float[8 * 6];
        for (int i = 0; i < values.Length; i++)
            values[i] = random.NextSingle();
        return values;
    }

    private static int[] Bits(Tensor tensor) => Array.ConvertAll(tensor.ToArray(), BitConverter.SingleToInt32Bits);

    /// <summary>A small network with everything that changes between steps: noise, dropout, running averages, Adam's counts.</summary>
    private sealed class Trainee : IDisposable
    {
        private readonly Device device;

        public Trainee(Device device)
        {
            this.device = device;
            Random = new RandomSource(device, 1);
            Model = new Sequential(
                new Dense(6, 32, Random), new LeakyRelu(0.2f), new Dropout(Random, 0.2f), new Dense(32, 16, Random),
                new BatchNorm1d(16, Random),
                new Tanh(), new Dense(16, 1, Random), new Sigmoid());
            Optimizer = new Adam(Model.NamedParameters(), 0.01f, 0.5);
            Input = Tensor.Persistent(device, [8, 6]);
            Target = Tensor.Persistent(device, [8, 1]);
            Target.CopyFrom([0, 1, 0, 1, 1, 0, 1, 0]);
            Loss = Tensor.Persistent(device, []);
        }

        public RandomSource Random { get; }

        public Sequential Model { get; }

        public Adam Optimizer { get; }

        public Tensor Input { get; }

        public Tensor Target { get; }

        public Tensor Loss { get; }

        public void Step()
        {
            using var scope = new TensorScope();
            Optimizer.ZeroGrad();
            Tensor loss = Losses.BinaryCrossEntropy(Model.Forward(Input + random(0.01f)), Target);
            loss.Backward();
            Optimizer.Step();
            Loss.CopyFrom(loss);

            Tensor random(float deviation) => Random.Normal([8, 6], 0, deviation);
        }

        public StepGraph Capture() => StepGraph.Capture(device, Step);

        public void Dispose()
        {
            Optimizer.Dispose();
            Model.Dispose();
            Random.Dispose();
        }
    }
}
