using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Gan.Games;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Scores.Classifier;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Tests.Gan.Games;

/// <summary>The distance of features in the generator's loss.</summary>
public sealed class PerceptualLossTests
{
    [Test]
    public void It_is_the_weighted_mean_squared_distance_of_the_classifiers_features()
    {
        using var device = new CpuDevice();
        using var scope = new TensorScope();
        byte[] bytes = new byte[6 * 784];
        new Random(2).NextBytes(bytes);
        Tensor made = Images(bytes.AsSpan(0, 3 * 784)), right = Images(bytes.AsSpan(3 * 784));
        using var loss = new PerceptualLoss(TrainingOptions.For(new SrganModel()) with { Perceptual = 0.5f }, (-1, 1), device);
        using ImageClassifier classifier = ClassifierFile.LoadFor("mnist", device);
        float[] features = classifier.Judge(bytes).Features;
        double expected = 0.5 * Enumerable.Range(0, features.Length / 2).Average(
            i => Math.Pow(features[i] - features[i + (features.Length / 2)], 2));
        Assert.That(loss.Of(made, right).Item(), Is.EqualTo(expected).Within(1e-4 * expected));
        made.RequiresGrad = true;
        loss.Of(made, right).Backward();
        Assert.That(made.Grad!.ToArray(), Has.Some.Not.Zero, "it can be learnt from");

        Tensor Images(ReadOnlySpan<byte> pixels)
        {
            float[] values = new float[pixels.Length];
            for (int i = 0; i < values.Length; i++)
                values[i] = (pixels[i] / 127.5f) - 1;
            return Tensor.From(device, [3, 1, 28, 28], values.AsSpan());
        }
    }

    [Test]
    public void Data_without_a_classifier_is_trained_without_it_and_told_so()
    {
        TrainingOptions digits = TrainingOptions.For(new SrganModel()), own = digits with { Data = "own" };
        Assert.That(PerceptualLoss.Note(digits), Is.Null);
        Assert.That(PerceptualLoss.Note(own with { Perceptual = 0 }), Is.Null);
        Assert.That(PerceptualLoss.Note(own), Does.StartWith("There is no classifier for the outputs of --data own --pairs low"));
        Assert.That(Loss(own), Is.EqualTo(Loss(digits with { Perceptual = 0 })), "pixels and the game are left");
        Assert.That(Loss(digits), Is.GreaterThan(Loss(own)));

        static double Loss(TrainingOptions options)
        {
            using var bench = Training.TrainerBench.OnCpu(options with { Batch = 2, ImageSize = 28, Channels = 1 });
            return bench.Step().Trainer.ReadMetrics(1).GeneratorLoss;
        }
    }
}
