using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Scores.Measures;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Anomalies;

/// <summary>
/// f-AnoGAN (Schlegl, Seeböck, Waldstein, Schmidt-Erfurth, Langs 2019, "f-AnoGAN: Fast unsupervised anomaly detection with generative
/// adversarial networks"). A GAN has learnt normal images; an encoder E finds for an image x the latent vector of the nearest one. What the
/// GAN cannot make is an anomaly:
/// <code>
///   A(x) = A_R(x) + κ·A_D(x),   A_R(x) = mean (x − G(E(x)))²,   A_D(x) = mean (f(x) − f(G(E(x))))²
/// </code>
/// where f are the features before the discriminator's last layer. Generator and discriminator are fixed and in evaluation mode. Beyond the
/// paper, A_Z(x) is the distance of E(x) from the codes of normal images (<see cref="NormalCodes"/>).
/// </summary>
internal sealed class AnomalyDetector : IDisposable
{
    /// <summary>The paper's weight of the features.</summary>
    public const float Kappa = 1;

    private const int Chunk = 250;

    private readonly RandomSource random;
    private readonly int head;

    private AnomalyDetector(RandomSource random, GanModel model, Sequential generator, Sequential discriminator)
    {
        (this.random, Model, Generator, Discriminator) = (random, model, generator, discriminator);
        head = discriminator.Head;
        Encoder = NewEncoder(model, random);
        foreach (Module fixedOne in new[] { generator, discriminator })
        {
            fixedOne.Eval();
            fixedOne.RequiresGrad(false);
        }
    }

    public GanModel Model { get; }

    /// <summary>z (N, latent) → images.</summary>
    public Sequential Generator { get; }

    /// <summary>As it was trained.</summary>
    public Sequential Discriminator { get; }

    /// <summary>Images → z (N, latent).</summary>
    public Sequential Encoder { get; }

    public Device Device => random.Device;

    /// <summary>The networks of a run's newest checkpoint, with an encoder that has learnt nothing yet.</summary>
    /// <exception cref="InputException">The run's model is not one that goes, or the run has no checkpoint.</exception>
    public static AnomalyDetector Open(RunFolder folder, TrainingOptions options, Device device)
    {
        GanModel model = options.FindModel();
        Check(folder.Path, options, model);
        var random = new RandomSource(device, options.Seed, stream: 0);
        Sequential generator = model.Generator(random), discriminator = model.TrainedDiscriminator(random);
        RunNetworks.Load(folder, options, model, generator, discriminator, device);
        return new AnomalyDetector(random, model, generator, discriminator);
    }

    /// <summary>Refuses runs whose networks do not fit: each image must have its own z and its own features.</summary>
    /// <param name="run">What errors call it.</param>
    /// <exception cref="InputException">It is such a run.</exception>
    public static void Check(string run, TrainingOptions options, GanModel model)
    {
        string? reason = !model.MakesImages ? $"model {model.Name} makes {model.Makes}, not images"
            : model is TranslationModel ? $"model {model.Name} translates images, it has no noise to encode them into"
            : model.Frames > 1 ? $"model {model.Name} makes clips, not images"
            : model.Condition.TakesLabels
                ? $"--condition {options.Condition} makes the generator ask for a class, which images to judge lack"
            : model.Codes != null ? $"model {model.Name} has codes beside the noise, which the encoder does not find"
            : !model.JudgesImages ? $"the discriminator of model {model.Name} judges no images, whose features are compared"
            : model.Pack > 1 ? $"--pack {model.Pack} makes the discriminator judge several images together"
            : model.Minibatch != MinibatchFeatures.None ? "--minibatch makes the discriminator judge images by each other"
            : null;
        if (reason != null)
            throw new InputException(
                $"{run} cannot find anomalies: {reason}; train --model anogan, or another model of images, without it.");
    }

    /// <summary>G(E(x)).</summary>
    public Tensor Reconstruct(Tensor images) => Generator.Forward(Encoder.Forward(images));

    /// <summary>f(x), (N, features).</summary>
    public Tensor Features(Tensor images) => Discriminator.Forward(images, ..head).Reshape(images.Shape[0], -1);

    /// <summary>Images as the networks read them, in the model's range.</summary>
    public float[] Values(ImageSet images)
    {
        float[] values = new float[images.Pixels.Length];
        new ImageSamples(images, Model.Range.Low, Model.Range.High).Read([.. Enumerable.Range(0, images.Count)], values);
        return values;
    }

    /// <summary>All parts of the score of every image.</summary>
    /// <param name="normal">Of <see cref="CodesOf"/>.</param>
    public AnomalyScore[] Score(ImageSet all, NormalCodes normal)
    {
        ReadOnlySpan<float> images = Values(all);
        using var noGrad = new NoGradScope();
        Encoder.Eval();
        int size = Model.SampleShape.Size;
        var scores = new AnomalyScore[images.Length / size];
        float[] codes = new float[scores.Length * Model.LatentSize];
        for (int done = 0; done < scores.Length; done += Chunk)
        {
            using var scope = new TensorScope();
            int n = Math.Min(Chunk, scores.Length - done);
            Tensor x = Tensor.From(Device, [n, .. Model.SampleShape], images.Slice(done * size, n * size));
            Tensor z = Encoder.Forward(x), again = Generator.Forward(z);
            z.CopyTo(codes.AsSpan(done * Model.LatentSize, n * Model.LatentSize));
            float[] residuals = MeanSquares(x - again), distances = MeanSquares(Features(x) - Features(again));
            for (int i = 0; i < n; i++)
                scores[done + i] = new AnomalyScore(residuals[i], distances[i], Code: 0);
        }

        float[] far = normal.Distances(codes);
        for (int i = 0; i < scores.Length; i++)
            scores[i] = scores[i] with { Code = far[i] };
        return scores;
    }

    /// <summary>The codes of the images that the GAN has learnt.</summary>
    public NormalCodes CodesOf(ISampleSource normal)
    {
        using var noGrad = new NoGradScope();
        Encoder.Eval();
        int size = Model.SampleShape.Size;
        float[] codes = new float[normal.Count * Model.LatentSize], staging = new float[Chunk * size];
        for (int done = 0; done < normal.Count; done += Chunk)
        {
            using var scope = new TensorScope();
            int n = Math.Min(Chunk, normal.Count - done);
            normal.Read([.. Enumerable.Range(done, n)], staging);
            Encoder.Forward(Tensor.From(Device, [n, .. Model.SampleShape], staging.AsSpan(0, n * size)))
                .CopyTo(codes.AsSpan(done * Model.LatentSize, n * Model.LatentSize));
        }

        return new NormalCodes(new Products(Device), codes, Model.LatentSize);
    }

    /// <summary>Reconstructions G(E(x)) of a few images.</summary>
    public float[] Reconstruct(ReadOnlySpan<float> images)
    {
        using var noGrad = new NoGradScope();
        using var scope = new TensorScope();
        Encoder.Eval();
        return Reconstruct(
            Tensor.From(Device, [images.Length / Model.SampleShape.Size, .. Model.SampleShape], images)).ToArray();
    }

    public void Dispose()
    {
        Encoder.Dispose();
        Generator.Dispose();
        Discriminator.Dispose();
        random.Dispose();
    }

    /// <summary>
    /// The layers of the model's discriminator, and in place of its last one a layer to z. As N(0, 1) of many dimensions, z is of length
    /// about √latent: the last normalisation keeps E where the generator has learnt.
    /// </summary>
    private static Sequential NewEncoder(GanModel model, RandomSource random)
    {
        Sequential network = model.Discriminator(random);
        int head = network.Head;
        Shape features = [1, .. model.DiscriminatorInput];
        for (int i = 0; i < head; i++)
            features = network[i].OutputShape(features);
        while (network.Count > head + 1)
            network.Replace(network.Count - 1);
        network.Replace(head, new Flatten(), new Dense(features.Size, model.LatentSize, random), new PixelNorm());
        network.Name = "encoder";
        return network;
    }

    private static float[] MeanSquares(Tensor differences) =>
        differences.Reshape(differences.Shape[0], -1).Square().Mean([1]).ToArray();
}

/// <summary>How far an image is from normal ones.</summary>
/// <param name="Residual">A_R, of the pixels.</param>
/// <param name="FeatureDistance">A_D, of the discriminator's features.</param>
/// <param name="Code">A_Z, of the code.</param>
internal readonly record struct AnomalyScore(float Residual, float FeatureDistance, float Code)
{
    /// <summary>A, the paper's score.</summary>
    public float Paper => Residual + (AnomalyDetector.Kappa * FeatureDistance);

    /// <summary>The score that images are ranked by.</summary>
    public float By(AnomalyKind kind) => kind == AnomalyKind.Code ? Code : Paper;
}

/// <summary>What images are ranked by.</summary>
internal enum AnomalyKind
{
    /// <summary>A_Z.</summary>
    Code,

    /// <summary>A.</summary>
    Paper,
}
