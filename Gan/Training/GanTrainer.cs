using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Profiling;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Optimizers;

namespace GanFromScratch.Gan.Training;

/// <summary>
/// Algorithm 1 of Goodfellow et al. 2014, "Generative Adversarial Nets": for each step, k times
/// <code>
///   sample noise z and real x;   ascend  ∇_D [ log D(x) + log(1 − D(G(z))) ]
/// then
///   sample noise z;              descend ∇_G   log(1 − D(G(z)))            (or ascend log D(G(z)): the non-saturating form)
/// </code>
/// with Adam in place of plain gradient steps. The trainer owns both networks and all training state; it does not depend on files, displays
/// or epochs.
/// </summary>
public sealed class GanTrainer : IDisposable
{
    private readonly TrainingOptions options;
    private readonly GanModel model;
    private readonly IGanLoss loss;
    private readonly Tensor[] real;
    private readonly Tensor one, zero, half;
    private readonly Tensor sums;
    private readonly float[] staging;
    private readonly Regularizer? regularizer;
    private StepGraph? graph;

    public GanTrainer(TrainingOptions options, GanModel model, Device device)
    {
        this.options = options;
        this.model = model;
        Device = device;
        loss = LossCatalog.Find(options.Loss);
        LayerRandom = new RandomSource(device, options.Seed, stream: 0);
        Noise = new RandomSource(device, options.Seed, stream: 1);
        Generator = model.Generator(LayerRandom);
        Discriminator = model.Discriminator(LayerRandom);
        GeneratorOptimizer = CreateAdam(Generator);
        DiscriminatorOptimizer = CreateAdam(Discriminator);
        regularizer = options.L1 > 0 || options.L2 > 0 ? Regularizer.L1L2(options.L1, options.L2) : null;

        staging = new float[options.Batch * model.SampleShape.Size];
        real = new Tensor[options.DiscriminatorSteps];
        for (int i = 0; i < real.Length; i++)
            real[i] = Tensor.Persistent(device, [options.Batch, .. model.SampleShape]);
        one = Tensor.Persistent(device, [options.Batch, 1], 1);
        zero = Tensor.Persistent(device, [options.Batch, 1]);
        half = Tensor.Persistent(device, [], 0.5f);
        sums = Tensor.Persistent(device, [StepMetrics.Count]);
    }

    public Device Device { get; }

    public Sequential Generator { get; }

    public Sequential Discriminator { get; }

    public Adam GeneratorOptimizer { get; }

    public Adam DiscriminatorOptimizer { get; }

    /// <summary>Initial weights and dropout.</summary>
    public RandomSource LayerRandom { get; }

    /// <summary>The generator's inputs.</summary>
    public RandomSource Noise { get; }

    /// <summary>Sums of the five <see cref="StepMetrics"/> since they were last reset.</summary>
    public Tensor Sums => sums;

    /// <summary>
    /// One training step (k discriminator steps and one generator step) on one batch per discriminator step, starting at <paramref
    /// name="batch"/> of the epoch's order. With step recording enabled, the first call records the step and every call replays it. While a
    /// profiler observes the device, kernels are launched one by one instead.
    /// </summary>
    public void Step(ISampleSource samples, BatchOrder order, int epoch, int batch)
    {
        Load(samples, order, epoch, batch);
        if (!options.Capture || Device.Observer != null)
        {
            Play();
            return;
        }

        graph ??= StepGraph.Capture(Device, Play);
        graph.Replay();
    }

    /// <summary>Loads the data of a step for <see cref="Play"/>.</summary>
    public void Load(ISampleSource samples, BatchOrder order, int epoch, int batch)
    {
        Begin(GanPhase.Data);
        for (int k = 0; k < real.Length; k++)
        {
            samples.Read(order.Batch((uint)epoch, batch + k), staging);
            real[k].CopyFrom(staging);
        }
    }

    /// <summary>The step itself without loading its data: the part that is recorded.</summary>
    public void Play()
    {
        if (options.Update == UpdateOrder.Simultaneous)
        {
            PlaySimultaneously();
            return;
        }

        using var scope = new TensorScope();
        Tensor? shared = options.ReuseNoise ? Generate() : null;
        for (int k = 0; k < options.DiscriminatorSteps; k++)
            DiscriminatorStep(real[k], shared?.Detach());
        GeneratorStep(shared);
    }

    /// <summary>Samples of the current generator, in evaluation mode; shape (count, sample). Does not advance the training noise.</summary>
    public Tensor Sample(Tensor noise)
    {
        using var noGrad = new NoGradScope();
        Generator.Eval();
        Tensor samples = Generator.Forward(noise);
        Generator.Train();
        return samples;
    }

    /// <summary>The inputs of every step, by readable name: batches of real samples and the target outputs of the discriminator.</summary>
    internal IEnumerable<NamedTensor> Inputs() =>
        [
            .. real.Select((batch, k) => new NamedTensor(real.Length == 1 ? "real samples" : $"real samples {k + 1}", batch)),
            new("ones", one), new("zeros", zero)];

    /// <summary>Mean metrics since the last reset; waits for the device.</summary>
    public StepMetrics ReadMetrics(int steps)
    {
        Span<float> values = stackalloc float[StepMetrics.Count];
        sums.CopyTo(values);
        return StepMetrics.Mean(values, steps);
    }

    /// <summary>Root mean square of the gradient of the generator's weights in the last step; waits for the device.</summary>
    public double ReadGeneratorGradient()
    {
        double sum = 0;
        long count = 0;
        foreach (Parameter parameter in Generator.Parameters())
        {
            foreach (float slope in parameter.Grad?.ToArray() ?? [])
                sum += (double)slope * slope;
            count += parameter.Length;
        }

        return Math.Sqrt(sum / count);
    }

    public void ResetMetrics() => sums.CopyFrom(stackalloc float[StepMetrics.Count]);

    /// <summary>The learning rate of every optimizer from the next step on.</summary>
    public void SetLearningRate(float rate)
    {
        GeneratorOptimizer.LearningRate = rate;
        DiscriminatorOptimizer.LearningRate = rate;
    }

    public void Dispose()
    {
        graph?.Dispose();
        foreach (Tensor batch in real)
            batch.Dispose();
        one.Dispose();
        zero.Dispose();
        half.Dispose();
        sums.Dispose();
        GeneratorOptimizer.Dispose();
        DiscriminatorOptimizer.Dispose();
        Generator.Dispose();
        Discriminator.Dispose();
        LayerRandom.Dispose();
        Noise.Dispose();
    }

    /// <summary>
    /// Ascend log D(x) + log(1 − D(G(z))): update the discriminator to separate real from generated. The generator is fixed.
    /// </summary>
    private void DiscriminatorStep(Tensor x, Tensor? given)
    {
        Tensor fake = given ?? GenerateWithoutLearning();
        Begin(GanPhase.DiscriminatorForward);
        Tensor onReal = Discriminator.Forward(x), onFake = Discriminator.Forward(fake);
        Tensor total = DiscriminatorLoss(onReal, onFake);
        Begin(GanPhase.DiscriminatorBackward);
        DiscriminatorOptimizer.ZeroGrad();
        total.Backward();
        UpdateDiscriminator();
        Observe(total, onReal, onFake);
    }

    /// <summary>
    /// Ascend log D(G(z)) (or descend log(1 − D(G(z)))): update the generator to fool the discriminator. The discriminator is fixed.
    /// </summary>
    private void GeneratorStep(Tensor? given)
    {
        Discriminator.RequiresGrad(!options.FreezeDiscriminator);
        Tensor fake = given ?? Generate();
        Begin(GanPhase.GeneratorForward);
        Tensor total = GeneratorLoss(Discriminator.Forward(fake));
        Begin(GanPhase.GeneratorBackward);
        GeneratorOptimizer.ZeroGrad();
        DiscriminatorOptimizer.ZeroGrad();
        total.Backward();
        Begin(GanPhase.GeneratorOptimizer);
        GeneratorOptimizer.Step();
        if (!options.FreezeDiscriminator)
            UpdateDiscriminator();
        Discriminator.RequiresGrad(true);
        Observe(total);
    }

    /// <summary>
    /// Computes both gradients at the same weights, then applies both updates. The generator's gradient is computed first, because freezing
    /// the discriminator for it discards the discriminator's gradient.
    /// </summary>
    private void PlaySimultaneously()
    {
        using var scope = new TensorScope();
        Tensor fake = Generate();
        Discriminator.RequiresGrad(false);
        Tensor generatorLoss = GeneratorLoss(Discriminator.Forward(fake));
        Begin(GanPhase.GeneratorBackward);
        GeneratorOptimizer.ZeroGrad();
        generatorLoss.Backward();

        Begin(GanPhase.DiscriminatorForward);
        Discriminator.RequiresGrad(true);
        Tensor onReal = Discriminator.Forward(real[0]), onFake = Discriminator.Forward(fake.Detach());
        Tensor discriminatorLoss = DiscriminatorLoss(onReal, onFake);
        Begin(GanPhase.DiscriminatorBackward);
        DiscriminatorOptimizer.ZeroGrad();
        discriminatorLoss.Backward();

        UpdateDiscriminator();
        Begin(GanPhase.GeneratorOptimizer);
        GeneratorOptimizer.Step();
        Observe(discriminatorLoss, onReal, onFake);
        Observe(generatorLoss);
    }

    private void UpdateDiscriminator()
    {
        Begin(GanPhase.DiscriminatorOptimizer);
        DiscriminatorOptimizer.Step();
    }

    private Tensor DiscriminatorLoss(Tensor onReal, Tensor onFake)
    {
        Tensor total = loss.OnReal(onReal, one) + loss.OnFake(onFake, zero);
        if (options.AverageDiscriminatorLoss)
            total *= 0.5;
        return regularizer == null ? total : total + regularizer.Penalty(Discriminator.Weights());
    }

    private Tensor GeneratorLoss(Tensor onFake)
    {
        Tensor total = loss.OfGenerator(onFake, one, zero);
        return regularizer == null ? total : total + regularizer.Penalty(Generator.Weights());
    }

    private Tensor GenerateWithoutLearning()
    {
        Begin(GanPhase.Fakes);
        using var noGrad = new NoGradScope();
        return Generator.Forward(SampleNoise(options.Batch));
    }

    private Tensor Generate()
    {
        Begin(GanPhase.GeneratorForward);
        return Generator.Forward(SampleNoise(options.Batch));
    }

    /// <summary>Marks the next phase for profilers.</summary>
    private void Begin(string phase) => Device.Observer?.Begin(phase);

    private Tensor SampleNoise(int count) => Noise.Normal([count, model.LatentSize]);

    /// <summary>Adds the discriminator's loss, verdicts and accuracy to the sums, on the device; each of k steps counts 1/k.</summary>
    private void Observe(Tensor total, Tensor onReal, Tensor onFake)
    {
        Begin(GanPhase.Metrics);
        using var noGrad = new NoGradScope();
        Tensor right = (onReal.GreaterThan(half).Mean() + half.GreaterThan(onFake).Mean()) * 0.5;
        Tensor nothingOfGenerator = Tensor.Zeros(Device, []);
        AddToSums(1.0 / options.DiscriminatorSteps, total, nothingOfGenerator, onReal.Mean(), onFake.Mean(), right);
    }

    private void Observe(Tensor generatorLoss)
    {
        Begin(GanPhase.Metrics);
        using var noGrad = new NoGradScope();
        Tensor nothing = Tensor.Zeros(Device, []);
        AddToSums(1, nothing, generatorLoss, nothing, nothing, nothing);
    }

    /// <summary>In the order of <see cref="StepMetrics"/>.</summary>
    private void AddToSums(double weight, params Tensor[] values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = values[i].Reshape(1);
        sums.AddInPlace(Tensor.Concat(values) * weight);
    }

    private Adam CreateAdam(Module network) =>
        new(network.NamedParameters(), options.LearningRate, options.Beta1, options.Beta2, options.Epsilon);
}
