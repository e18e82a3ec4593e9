using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Gan.Anomalies;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Tests.Gan.Anomalies;

/// <summary>The encoder and its training, on runs of a step or two.</summary>
public sealed class AnomalyDetectorTests : Commands.CommandLine
{
    private const string Train = "train --limit 64 --batch 8 --steps 1 --device cpu --threads 1 --out run";

    private readonly CpuDevice device = new(1);

    [OneTimeTearDown]
    public void Close() => device.Dispose();

    [TestCase("anogan", "")]
    [TestCase("mlp", "")]
    [TestCase("conv", "")]
    [TestCase("dcgan", "--image-size 32 --channels 3")]
    [TestCase("r3gan", "")]
    [TestCase("sagan", "")]
    [TestCase("stylegan", "")]
    [TestCase("biggan", "--condition none")]
    [TestCase("dcgan", "--norm-d spectral")]
    public void Every_model_of_images_has_an_encoder_whose_codes_have_the_length_of_noise(string model, string more)
    {
        Run($"{Train} --model {model} {more}");
        using AnomalyDetector detector = Open();
        float[] z = detector.Encoder.Forward(Tensor.Zeros(device, [3, .. detector.Model.SampleShape]) + 0.5).ToArray();
        int size = detector.Model.LatentSize;
        Assert.That(z, Has.Length.EqualTo(3 * size));
        foreach (float[] code in z.Chunk(size))
            Assert.That(code.Sum(value => value * value), Is.EqualTo(size).Within(0.01 * size));
    }

    [Test]
    public void The_loss_is_what_the_paper_says_of_pixels_and_features()
    {
        Run($"{Train} --model anogan");
        using AnomalyDetector detector = Open();
        using var training = new LossOnly(detector);
        float[] x = training.Pixels;
        using (new TensorScope())
        {
            Tensor images = Tensor.From(device, [4, 1, 28, 28], x), again = detector.Reconstruct(images);
            float[] r = again.ToArray(), f = detector.Features(images).ToArray(), g = detector.Features(again).ToArray();
            double expected = Mean(x, r) + (AnomalyDetector.Kappa * Mean(f, g));
            Assert.That(f, Has.Length.EqualTo(4 * 64 * 7 * 7), "what the critic's last layer reads");
            Assert.That(training.Of(), Is.EqualTo(expected).Within(1e-4 * expected));
        }

        static double Mean(float[] a, float[] b) => a.Zip(b, (p, q) => (double)(p - q) * (p - q)).Average();
    }

    [Test]
    public void The_encoder_learns_with_the_GAN_fixed_and_a_step_allocates_nothing()
    {
        Run($"{Train} --model anogan --without 3");
        using AnomalyDetector detector = Open();
        string fixedOnes = NetworkFile.SumOf(detector.Generator) + NetworkFile.SumOf(detector.Discriminator);
        using var training = new EncoderTraining(detector, Normal(), batch: 8, steps: 60, seed: 1);
        float first = training.Advance(20);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 4; i++)
            training.Step();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        training.Advance(16);
        Assert.That(training.Advance(20), Is.LessThan(first));
        Assert.That(NetworkFile.SumOf(detector.Generator) + NetworkFile.SumOf(detector.Discriminator), Is.EqualTo(fixedOnes));
    }

    [Test]
    public void It_is_trained_once_and_again_when_the_run_has_trained_on()
    {
        Run($"{Train} --model anogan --epochs 9");
        List<string> notes = [];
        string[] sums = [Sum(5), Sum(null), Sum(5)];
        Assert.That(sums, Is.All.EqualTo(sums[0]));
        const string begin = "Training the encoder, once: 5 steps on 64 images";
        Assert.That(notes.Count(note => note.StartsWith(begin, StringComparison.Ordinal)), Is.EqualTo(1));
        File.Delete("run/encoder.safetensors");
        Assert.That(Sum(5), Is.EqualTo(sums[0]), "the same bits again");
        Run("train --resume run --steps 2");
        Assert.That(Sum(5), Is.Not.EqualTo(sums[0]));
        Assert.That(notes, Does.Contain("The run has trained on since its encoder was trained."));

        string Sum(int? steps)
        {
            RunFolder folder = RunFolder.Open("run");
            using AnomalyDetector? detector = RunEncoder.Open(folder, folder.ReadOptions(), device, steps, notes.Add, default);
            return NetworkFile.SumOf(detector!.Encoder);
        }
    }

    [Test]
    public void A_stopped_training_leaves_no_file_and_a_damaged_file_is_refused()
    {
        Run($"{Train} --model mlp");
        RunFolder folder = RunFolder.Open("run");
        Assert.That(
            RunEncoder.Open(folder, folder.ReadOptions(), device, 5, _ => { }, new CancellationToken(canceled: true)), Is.Null);
        Assert.That(File.Exists(folder.EncoderFile), Is.False);
        File.WriteAllText(folder.EncoderFile, "no encoder");
        Assert.That(
            () => RunEncoder.Open(folder, folder.ReadOptions(), device, 5, _ => { }, default),
            Throws.InstanceOf<InputException>().With.Message.Contain("encoder.safetensors"));
    }

    private AnomalyDetector Open()
    {
        RunFolder folder = RunFolder.Open("run");
        return AnomalyDetector.Open(folder, folder.ReadOptions(), device);
    }

    private static ISampleSource Normal() => TrainingData.Load(RunFolder.Open("run").ReadOptions(), _ => { });

    /// <summary>The first four images, in the data's order whatever batch is asked for.</summary>
    private sealed class LossOnly(AnomalyDetector detector) : IDisposable
    {
        private readonly EncoderTraining training = new(detector, new First(Normal()), batch: 4, steps: 1, seed: 1);

        public float[] Pixels { get; } = ReadFirst();

        /// <summary>Of the weights before the step.</summary>
        public float Of() => training.Advance(1);

        public void Dispose() => training.Dispose();

        private static float[] ReadFirst()
        {
            float[] pixels = new float[4 * 784];
            Normal().Read([0, 1, 2, 3], pixels);
            return pixels;
        }
    }

    private sealed class First(ISampleSource all) : ISampleSource
    {
        public int Count => 4;

        public uint CheckSum => all.CheckSum;

        public void Read(ReadOnlySpan<int> indices, Span<float> target) => all.Read([0, 1, 2, 3], target);
    }
}
