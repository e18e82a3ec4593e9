using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Pairs;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Objectives;
using GanFromScratch.Gan.Penalties;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Tests.Gan.Training;

/// <summary>A trainer with a little data and a device of its own, ready to step.</summary>
internal sealed class TrainerBench : IDisposable
{
    /// <summary>Every way to train, by name.</summary>
    public static readonly IReadOnlyDictionary<string, Func<TrainingOptions, TrainingOptions>> Modes =
        new Dictionary<string, Func<TrainingOptions, TrainingOptions>>(Objective.Catalog.All.Select(EachObjective)
            .Concat(Penalty.Catalog.All.Select(EachPenalty)))
    {
        ["alternating"] = o => o,
        ["three discriminator steps"] = o => o with { DiscriminatorSteps = 3 },
        ["simultaneous"] = o => o with { Update = UpdateOrder.Simultaneous },
        ["reused noise"] = o => o with { ReuseNoise = true },
        ["unfrozen discriminator"] = o => o with { FreezeDiscriminator = false },
        ["lazy penalties"] = o => o with { Penalty = "r1:1:2,r2:1:3" },
        ["label smoothing"] = o => o with { LabelSmoothing = 0.1f, LabelSmoothingFake = 0.2f },
        ["flipped labels"] = o => o with { FlipLabels = 0.25f },
        ["clipped weights"] = o => o with { Loss = "wasserstein", ClipWeights = 0.05f, Optimizer = "rmsprop" },
        ["clipped gradients"] = o => o with { ClipGradients = 0.1f },
        ["moving average"] = o => o with { Ema = 0.9f },
        ["packing"] = o => o with { Pack = 4, Penalty = "wgan-gp" },
        ["another latent size"] = o => o with { LatentSize = 3 },
        ["unrolled"] = o => o with { Unroll = 2 },
        ["unrolled with RMSProp and a penalty"] = o => o with { Unroll = 2, OptimizerD = "rmsprop", Penalty = "r1:0.1" },
        ["an optimizer for each player"] = o => o with { OptimizerG = "sgd", OptimizerD = "adamw" },
        ["two time scales"] = o => o with { LearningRateD = 4e-4f, LearningRateG = 1e-4f },
        ["instance noise"] = o => o with { InstanceNoise = "0.1" },
        ["decaying noise"] = o => o with { InstanceNoise = "0.2:4", Pack = 2 },
        ["cgan"] = o => o with { Condition = "cgan", Classes = 8, Penalty = "wgan-gp", DiscriminatorSteps = 2, Ema = 0.9f },
        ["ac-gan"] = o => o with { Condition = "ac-gan", Classes = 8, Penalty = "r1" },
        ["AdamW"] = o => o with { Optimizer = "adamw" },
        ["SGD"] = o => o with { Optimizer = "sgd" },
        ["L1 and L2"] = o => o with { L1 = 1e-3f, L2 = 1e-3f },
        ["spectral normalisation"] = o => o with { NormD = Normalization.Spectral },
        ["weight normalisation"] = o => o with { NormD = Normalization.Weight, Penalty = "r1:1" },
        ["equalized learning rate"] = o => o with { NormD = Normalization.Equalized },
        ["spectral normalisation and a penalty"] = o =>
            o with { NormD = Normalization.Spectral, Penalty = "wgan-gp", DiscriminatorSteps = 2 },
        ["minibatch discrimination"] = o => o with { Minibatch = MinibatchFeatures.Discrimination },
        ["minibatch standard deviation"] = o => o with { Minibatch = MinibatchFeatures.Stddev, NormD = Normalization.Spectral },
        ["verdicts kept"] = o => o with { Tensorboard = true, DiscriminatorSteps = 2 },
        ["averaged loss"] = o => o with { AverageDiscriminatorLoss = true },
    };

    private static readonly ToyData Ring = ToyData.Create("ring", 2048, seed: 1);

    private static KeyValuePair<string, Func<TrainingOptions, TrainingOptions>> EachObjective(Objective objective) => new(
        $"loss {objective.Name}",
        o => o with { Loss = objective.Name, ClipWeights = objective.NeedsBoundedDiscriminator ? 0.05f : 0 });

    private static KeyValuePair<string, Func<TrainingOptions, TrainingOptions>> EachPenalty(Penalty penalty) =>
        new($"penalty {penalty.Name}", o => o with { Penalty = penalty.Name });

    private readonly ISampleSource samples;
    private readonly BatchOrder order;
    private readonly TrainingOptions options;
    private readonly bool ownsDevice;
    private int batch;

    public TrainerBench(TrainingOptions options, Device device, bool ownsDevice = true)
    {
        this.options = options;
        this.ownsDevice = ownsDevice;
        Device = device;
        GanModel model = options.FindModel();
        samples = model.Format is ImageFormat format
            ? Images(format, model)
            : model is ColumnsModel ? TrainingData.Load(options with { Limit = 200 }, _ => { })
            : new PointSamples(Ring.Points, Ring.Labels);
        order = new BatchOrder(samples.Count, options.Batch, options.Seed);
        Trainer = new GanTrainer(options, device);
    }

    public Device Device { get; }

    public RunFingerprint Fingerprint => RunFingerprint.Of(options, samples, Device);

    public GanTrainer Trainer { get; }

    /// <summary>The model's options for a few small steps in one of <see cref="Modes"/>.</summary>
    public static TrainingOptions Options(string model, string mode = "alternating") =>
        Modes[mode](
            TrainingOptions.Published(GanModel.Catalog.Find(model)) with
            {
                Batch = model == "toy2d" ? 32 : 16,
                Update = UpdateOrder.Alternating,
            })
            .Validate();

    public static TrainerBench OnCpu(TrainingOptions options, int threads = 2) => new(options, new CpuDevice(threads));

    public static TrainerBench OnReference(TrainingOptions options) => new(options, new ReferenceDevice());

    public TrainerBench Step(int count = 1)
    {
        for (int i = 0; i < count; i++)
        {
            Trainer.Step(samples, order, epoch: 0, batch);
            batch += options.DiscriminatorSteps;
        }

        return this;
    }

    /// <summary>Goes on at a later step, without those between.</summary>
    public TrainerBench Skip(int steps)
    {
        batch += steps * options.DiscriminatorSteps;
        return this;
    }

    /// <summary>Begins again with the data's first batch.</summary>
    public TrainerBench Rewind()
    {
        batch = 0;
        return this;
    }

    /// <summary>The real samples of the next step, as the trainer will read them.</summary>
    public float[] NextBatch(int sampleSize)
    {
        float[] values = new float[options.Batch * sampleSize];
        samples.Read(order.Batch(0, batch), values);
        return values;
    }

    /// <summary>All that a checkpoint holds, by name.</summary>
    public Dictionary<string, float[]> State() => new(
        new (string Prefix, IReadOnlyDictionary<string, Tensor> Tensors)[]
        {
            ("generator", Trainer.Generator.StateDict()),
            ("discriminator", Trainer.Discriminator.StateDict()),
            ("generator optimizer", Trainer.GeneratorOptimizer.StateDict()),
            ("discriminator optimizer", Trainer.DiscriminatorOptimizer.StateDict()),
            ("average", Trainer.Average?.Average.StateDict() ?? new Dictionary<string, Tensor>()),
            ("ada", Trainer.Adaptive?.State ?? new Dictionary<string, Tensor>()),
            ("game", Trainer.Game.State),
            ("metrics", new Dictionary<string, Tensor> { ["sums"] = Trainer.Sums }),
        }.SelectMany(p => p.Tensors.Select(t => KeyValuePair.Create($"{p.Prefix} {t.Key}", t.Value.ToArray()))))
    {
        ["noise"] = Array.ConvertAll(Trainer.Noise.State, BitConverter.UInt32BitsToSingle),
    };

    public void Dispose()
    {
        Trainer.Dispose();
        if (ownsDevice)
            Device.Dispose();
    }

    private static ISampleSource Images(ImageFormat format, GanModel model)
    {
        int[] labels = [.. Enumerable.Range(0, 128).Select(i => i * i % 10)];
        var images = new ImageSet("noise", format, Noise(seed: 3), labels);
        return model is TranslationModel pairs
            ? new PairSamples(
                new ImagePairs(new ImageSet("more noise", format, Noise(seed: 4, pairs.InputCount)), images), model.Range.Low,
                model.Range.High)
            : new ImageSamples(images, model.Range.Low, model.Range.High);

        byte[] Noise(int seed, int each = 1)
        {
            byte[] pixels = new byte[each * 128 * format.Size];
            new Random(seed).NextBytes(pixels);
            return pixels;
        }
    }
}

/// <summary>Comparisons of states.</summary>
internal static class StateAssert
{
    /// <summary>Names of the tensors that differ in some bit.</summary>
    public static string[] Differing(Dictionary<string, float[]> a, Dictionary<string, float[]> b) =>
        [.. a.Where(t => !t.Value.AsSpan().SequenceEqual(b[t.Key]) && !Bits(t.Value).SequenceEqual(Bits(b[t.Key]))).Select(t => t.Key)];

    public static void SameBits(Dictionary<string, float[]> a, Dictionary<string, float[]> b)
    {
        Assert.That(a.Keys, Is.EquivalentTo(b.Keys));
        Assert.That(Differing(a, b), Is.Empty);
    }

    private static IEnumerable<int> Bits(float[] values) => values.Select(BitConverter.SingleToInt32Bits);
}
