using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Games;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Objectives;
using GanFromScratch.Gan.Penalties;
using GanFromScratch.Gan.Profiling;
using GanFromScratch.Gan.Transforms;
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
/// with Adam in place of plain gradient steps. Five contracts open the game: an <see cref="Objective"/> replaces the two formulas, a <see
/// cref="Penalty"/> adds a term to the discriminator's loss, a <see cref="Transform"/> changes what the discriminator sees, a <see
/// cref="Games.Game"/> says what samples are made of, and a <see cref="GanModel"/> gives the networks. The trainer owns both networks and
/// all training state; it does not depend on files, displays or epochs.
/// </summary>
public sealed class GanTrainer : IDisposable
{
    private readonly TrainingOptions options;
    private readonly GanModel model;
    private readonly Objective objective;
    private readonly PenaltyTerms penalties;
    private readonly NetworkGrowth growth;
    private readonly RecordedSteps recorded;
    private readonly TransformChain transforms;
    private readonly Tensor[] real;
    private readonly TargetOutputs targets;
    private readonly StepSums sums;
    private readonly float[] staging;
    private readonly BatchLabels labels;
    private readonly Regularizer? regularizer;

    // Where the discriminator's last layer with weights begins, and where its score is: before the final sigmoid, if there is one.
    private readonly int head, score;

    public GanTrainer(TrainingOptions options, Device device)
    {
        this.options = options;
        model = options.FindModel();
        Device = device;
        objective = Objective.Catalog.Find(options.Loss);
        penalties = new PenaltyTerms(options.Penalty);
        growth = new NetworkGrowth(model, options, device);
        recorded = new RecordedSteps(device, Play);
        transforms = new TransformChain(options, device);
        LayerRandom = new RandomSource(device, options.Seed, stream: 0);
        Noise = new RandomSource(device, options.Seed, stream: 1);
        Game = model.Game(options, Noise, LayerRandom);
        Generator = model.Generator(LayerRandom);
        Game.Prepare(Generator);
        Discriminator = model.TrainedDiscriminator(LayerRandom);
        score = Discriminator[^1] is Sigmoid ? Discriminator.Count - 1 : Discriminator.Count;
        head = Discriminator.Head;
        GeneratorOptimizer = OptimizerChoice.Create(
            options.GeneratorOptimizer, options, Generator.NamedParameters(), options.GeneratorRate);
        DiscriminatorOptimizer = OptimizerChoice.Create(
            options.DiscriminatorOptimizer, options, Discriminator.NamedParameters(), options.DiscriminatorRate);
        if (options.Ema > 0)
        {
            // Its initial weights are overwritten; drawing them must not disturb the run's own random numbers.
            using var random = new RandomSource(device, seed: 0);
            Average = new WeightAverage(Generator, model.Generator(random), options.Ema);
        }

        regularizer = options.L1 > 0 || options.L2 > 0 ? Regularizer.L1L2(options.L1, options.L2) : null;
        staging = new float[options.Batch * model.DataShape.Size];
        real = new Tensor[options.DiscriminatorSteps];
        for (int i = 0; i < real.Length; i++)
            real[i] = Tensor.Persistent(device, [options.Batch, .. model.DataShape]);
        labels = new BatchLabels(model.Condition, device, real.Length, options.Batch);
        targets = new TargetOutputs(
            options, Discriminator.OutputShape([options.Batch / options.Pack, .. model.DiscriminatorInput]), LayerRandom);
        sums = new StepSums(device, objective.Boundary, options.DiscriminatorSteps, options.Tensorboard ? targets.Plain.Real.Shape : null);
    }

    public Device Device { get; }

    /// <summary>What the networks exchange.</summary>
    public Game Game { get; }

    public Sequential Generator { get; }

    public Sequential Discriminator { get; }

    public Optimizer GeneratorOptimizer { get; }

    public Optimizer DiscriminatorOptimizer { get; }

    /// <summary>The moving average of the generator; null without <c>--ema</c>.</summary>
    public WeightAverage? Average { get; }

    /// <summary>A warning about the combination of options; null if there is none.</summary>
    public string? Caution => penalties.Caution(Discriminator, model, options);

    /// <summary>The control of the transforms' probability; null without <c>--ada</c>.</summary>
    public AdaptiveAugmentation? Adaptive => transforms.Adaptive;

    /// <summary>Initial weights, dropout, and what is random in transforms and penalties.</summary>
    public RandomSource LayerRandom { get; }

    /// <summary>The generator's inputs.</summary>
    public RandomSource Noise { get; }

    /// <summary>Sums of the five <see cref="StepMetrics"/> since they were last reset.</summary>
    public Tensor Sums => sums.Values;

    /// <summary>D's opinions of the last step's real and generated samples, one each; null without <c>--tensorboard</c>.</summary>
    public (Tensor Real, Tensor Fake)? Verdicts => sums.Verdicts;

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

        recorded.Replay(penalties.Due);
    }

    /// <summary>Lets networks that grow stand as in this step, counted from 0; others stay as they are.</summary>
    public void GrowTo(long step)
    {
        if (growth.MoveTo(step))
            recorded.Forget();
    }

    /// <summary>
    /// Loads the data of a step for <see cref="Play"/>, and determines which penalties are due in it, how strong the noise is,
    /// and how far the networks have grown.
    /// </summary>
    public void Load(ISampleSource samples, BatchOrder order, int epoch, int batch)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(order);
        Begin(GanPhase.Data);
        long step = ((long)epoch * (options.EpochIsOneBatch ? 1 : order.BatchesPerEpoch / real.Length)) + (batch / real.Length);
        transforms.Begin(step);
        penalties.Begin(step);
        GrowTo(step);
        for (int k = 0; k < real.Length; k++)
        {
            ReadOnlySpan<int> chosen = order.Batch((uint)epoch, batch + k);
            samples.Read(chosen, staging, (uint)epoch);
            real[k].CopyFrom(staging);
            labels.Load(k, samples, chosen);
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
        labels.Use(0);
        Tensor? shared = options.ReuseNoise ? Generate(real[0]) : null;
        for (int k = 0; k < options.DiscriminatorSteps; k++)
        {
            labels.Use(k);
            DiscriminatorStep(real[k], shared?.Detach());
        }

        GeneratorStep(real[^1], shared);
        UpdateAverage();
    }

    /// <summary>
    /// Samples of the current generator, or of its moving average if there is one, in evaluation mode; shape (count, sample). Does not
    /// advance the training noise. With a condition each has the class in its row of <paramref name="labels"/>, (count).
    /// </summary>
    /// <param name="inputs">Noise, or inputs to translate, (count, <see cref="GanModel.SamplerInput"/>).</param>
    /// <param name="labels">Of the samples.</param>
    public Tensor Sample(Tensor inputs, Tensor? labels = null)
    {
        using var noGrad = new NoGradScope();
        Module generator = model.Sampler((Sequential)(Average?.Average ?? Generator));
        model.Condition.Labels.Current = labels;
        generator.Eval();
        Tensor samples = generator.Forward(inputs);
        generator.Train();
        return samples;
    }

    /// <summary>The inputs of every step, by readable name: batches of real samples and the target outputs of the discriminator.</summary>
    internal IEnumerable<NamedTensor> Inputs() =>
        [
            .. real.Select((batch, k) => new NamedTensor(real.Length == 1 ? "real samples" : $"real samples {k + 1}", batch)),
            .. targets.Named];

    /// <summary>Mean metrics since the last reset; waits for the device.</summary>
    public StepMetrics ReadMetrics(int steps) => StepMetrics.Mean(Sums.ToArray(), steps);

    public void ResetMetrics() => Sums.CopyFrom(stackalloc float[StepMetrics.Count]);

    /// <summary>The learning rates from the next step on.</summary>
    public void SetLearningRates(float generator, float discriminator)
    {
        GeneratorOptimizer.LearningRate = generator;
        DiscriminatorOptimizer.LearningRate = discriminator;
    }

    public void Dispose()
    {
        recorded.Dispose();
        growth.Dispose();
        foreach (Tensor batch in real)
            batch.Dispose();
        labels.Dispose();
        targets.Dispose();
        transforms.Dispose();
        sums.Dispose();
        GeneratorOptimizer.Dispose();
        DiscriminatorOptimizer.Dispose();
        Average?.Dispose();
        Game.Dispose();
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
        Tensor fake = Game.Shown(given ?? WithoutLearning(Game.Fake, x));
        (Tensor total, Verdict onReal, Verdict onFake) = DiscriminatorLoss(WithoutLearning(Game.Real, x), fake);
        Begin(GanPhase.DiscriminatorBackward);
        DiscriminatorOptimizer.ZeroGrad();
        total.Backward();
        UpdateDiscriminator();
        Observe(total, onReal, onFake);
    }

    /// <summary>
    /// Ascend log D(G(z)) (or descend log(1 − D(G(z)))): update the generator to fool the discriminator. The discriminator is fixed.
    /// </summary>
    /// <param name="x">Real samples, for an objective whose generator sees them.</param>
    /// <param name="given">Samples made before; new ones if null.</param>
    private void GeneratorStep(Tensor x, Tensor? given)
    {
        Discriminator.RequiresGrad(!options.FreezeDiscriminator);
        Tensor fake = given ?? Generate(x);
        Tensor item = Game.Real(Generator, x);
        using UnrolledUpdates? ahead = Unroll(item, fake);
        Tensor total = GeneratorLoss(x, item, fake);
        Begin(GanPhase.GeneratorBackward);
        GeneratorOptimizer.ZeroGrad();
        DiscriminatorOptimizer.ZeroGrad();
        total.Backward();
        UpdateGenerator();
        if (!options.FreezeDiscriminator)
            UpdateDiscriminator();
        Discriminator.RequiresGrad(true);
        Observe(total);
    }

    /// <summary>
    /// Unrolled GAN (Metz et al. 2017): the generator plays against the discriminator as it will be after k more updates, and its gradient
    /// passes through them.
    /// </summary>
    private UnrolledUpdates? Unroll(Tensor x, Tensor fake)
    {
        if (options.Unroll == 0)
            return null;
        var ahead = new UnrolledUpdates(Discriminator, DiscriminatorOptimizer);
        for (int i = 0; i < options.Unroll; i++)
        {
            Tensor total = DiscriminatorLoss(x, fake).Total;
            Begin(GanPhase.Unroll);
            ahead.Step(total);
        }

        return ahead;
    }

    /// <summary>
    /// Computes both gradients at the same weights, then applies both updates. The generator's gradient is computed first, because freezing
    /// the discriminator for it discards the discriminator's gradient.
    /// </summary>
    private void PlaySimultaneously()
    {
        using var scope = new TensorScope();
        labels.Use(0);
        Tensor fake = Generate(real[0]);
        Discriminator.RequiresGrad(false);
        Tensor item = Game.Real(Generator, real[0]);
        Tensor generatorLoss = GeneratorLoss(real[0], item, fake);
        Begin(GanPhase.GeneratorBackward);
        GeneratorOptimizer.ZeroGrad();
        generatorLoss.Backward();

        Discriminator.RequiresGrad(true);
        (Tensor discriminatorLoss, Verdict onReal, Verdict onFake) = DiscriminatorLoss(item.Detach(), Game.Shown(fake.Detach()));
        Begin(GanPhase.DiscriminatorBackward);
        DiscriminatorOptimizer.ZeroGrad();
        discriminatorLoss.Backward();

        UpdateDiscriminator();
        UpdateGenerator();
        UpdateAverage();
        Observe(discriminatorLoss, onReal, onFake);
        Observe(generatorLoss);
    }

    private void UpdateDiscriminator()
    {
        Update(GanPhase.DiscriminatorOptimizer, Discriminator, DiscriminatorOptimizer);
        if (options.ClipWeights > 0)
            WeightClipping.ByValue(Discriminator.Parameters(), options.ClipWeights);
    }

    private void UpdateGenerator() => Update(GanPhase.GeneratorOptimizer, Generator, GeneratorOptimizer);

    private void Update(string phase, Module network, Optimizer optimizer)
    {
        Begin(phase);
        if (options.ClipGradients > 0)
            GradientClipping.ByNorm(network.Parameters(), options.ClipGradients);
        optimizer.Step();
    }

    private void UpdateAverage()
    {
        if (Average == null)
            return;
        Begin(GanPhase.GeneratorAverage);
        Average.Update();
    }

    /// <summary>The objective's loss with all other terms, and the verdicts that it is made of.</summary>
    private (Tensor Total, Verdict OnReal, Verdict OnFake) DiscriminatorLoss(Tensor x, Tensor fake)
    {
        (x, fake) = (transforms.Of(growth.Show(x), LayerRandom), transforms.Of(fake, LayerRandom));
        Begin(GanPhase.DiscriminatorForward);
        Verdict onReal = Judge(x), onFake = Judge(fake);
        Tensor total = WrongLabels.AddTo(LossAgainst(onFake), model.Condition, () => LossAgainst(Judge(x)));
        total = AddClassLoss(AddClassLoss(total, onReal), onFake);
        if (options.AverageDiscriminatorLoss)
            total *= 0.5;
        if (regularizer != null)
            total += regularizer.Penalty(Discriminator.Weights());
        total = Plus(AddSharedTerm(total, onFake), Game.RealTerm(Discriminator[head], onReal.Features, x, FeaturesOf, LayerRandom));
        return (AddPenalties(total, x, fake), onReal, onFake);

        Tensor LossAgainst(Verdict others) => objective.OfDiscriminator(onReal, others, targets.ForDiscriminator());
    }

    private Tensor AddPenalties(Tensor total, Tensor x, Tensor fake)
    {
        if (penalties.Due == 0)
            return total;
        Begin(GanPhase.Penalty);
        var input = new PenaltyInput(samples => Discriminator.Forward(samples, ..score), Packed(x), Packed(fake), LayerRandom);
        return penalties.AddTo(total, input);
    }

    private Tensor GeneratorLoss(Tensor x, Tensor item, Tensor fake)
    {
        Tensor? term = Game.Term(Generator, x, fake);
        fake = transforms.Of(fake, LayerRandom);
        Tensor? opponents = objective.GeneratorSeesReal || Game.LearnsReal ? transforms.Of(growth.Show(item), LayerRandom) : null;
        Begin(GanPhase.GeneratorForward);
        Verdict onFake = Judge(fake);
        Verdict? onReal = opponents == null ? null : Judge(opponents);
        Tensor total = Game.LearnsReal
            ? objective.OfBothSides(onFake, onReal!, targets.Plain)
            : objective.OfGenerator(onFake, onReal, targets.Plain);
        total = AddClassLoss(total, onFake);
        if (options.Adversarial != 1)
            total *= options.Adversarial;
        total = AddSharedTerm(Plus(total, term), onFake);
        return regularizer == null ? total : total + regularizer.Penalty(Generator.Weights());
    }

    /// <summary>AC-GAN: the discriminator's loss as a classifier, which the generator shares.</summary>
    private Tensor AddClassLoss(Tensor total, Verdict verdict) =>
        Plus(total, model.Condition.ClassLoss(Discriminator[head], verdict.Features));

    /// <summary>What the game adds to the losses of both players.</summary>
    private Tensor AddSharedTerm(Tensor total, Verdict onFake) =>
        Plus(total, Game.SharedTerm(Discriminator[head], onFake.Features));

    private static Tensor Plus(Tensor total, Tensor? term) => term == null ? total : total + term;

    private Tensor FeaturesOf(Tensor samples) => Discriminator.Forward(Packed(samples), ..head);

    private Verdict Judge(Tensor samples)
    {
        Tensor features = FeaturesOf(samples);
        int end = objective.TakesProbabilities ? Discriminator.Count : score;
        return new Verdict(Discriminator.Forward(features, head..end), features, IsProbability: end > score);
    }

    /// <summary>PacGAN: the discriminator judges several samples at once, joined as channels.</summary>
    private Tensor Packed(Tensor samples) => samples.Reshape(shape: [samples.Shape[0] / model.Pack, .. model.DiscriminatorInput]);

    /// <summary>What the game makes for a discriminator's step.</summary>
    private Tensor WithoutLearning(Func<Sequential, Tensor, Tensor> make, Tensor x)
    {
        Begin(GanPhase.Fakes);
        using var noGrad = new NoGradScope();
        return make(Generator, x);
    }

    private Tensor Generate(Tensor x)
    {
        Begin(GanPhase.GeneratorForward);
        return Game.Fake(Generator, x);
    }

    /// <summary>Marks the next phase for profilers.</summary>
    private void Begin(string phase) => Device.Observer?.Begin(phase);

    private void Observe(Tensor total, Verdict onReal, Verdict onFake)
    {
        Begin(GanPhase.Metrics);
        Tensor realRight = sums.AddDiscriminator(total, objective.Opinion(onReal), objective.Opinion(onFake));
        transforms.Observe(realRight);
    }

    private void Observe(Tensor generatorLoss)
    {
        Begin(GanPhase.Metrics);
        sums.AddGenerator(generatorLoss);
    }
}
