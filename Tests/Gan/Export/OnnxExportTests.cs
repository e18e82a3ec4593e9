using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Export;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Scores.Classifier;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;
using GanFromScratch.Tests.Gan.Models;
using GanFromScratch.Tests.Gan.Training;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Tensor = GanFromScratch.Engine.Tensor;

namespace GanFromScratch.Tests.Gan.Export;

/// <summary>Exported graphs, run by ONNX Runtime on batches of two sizes that the export has not seen.</summary>
public sealed class OnnxExportTests : ModelFixture
{
    /// <summary>Of the outputs' range, 0 included. Both sides add floats in orders of their own.</summary>
    private const double Tolerance = 1e-5;

    private static readonly Dictionary<string, Func<TrainingOptions, TrainingOptions>> Variants = new()
    {
        ["mlp cgan"] = o => o with { Condition = "cgan", Classes = 10 },
        ["dcgan projection"] = o => o with { Condition = "projection", Classes = 10, Loss = "hinge" },
        ["dcgan ac-gan"] = o => o with { Condition = "ac-gan", Classes = 10 },
        ["dcgan spectral"] = o => o with { NormD = Normalization.Spectral, Minibatch = MinibatchFeatures.Stddev },
        ["mlp discrimination"] = o => o with { Minibatch = MinibatchFeatures.Discrimination },
        ["dcgan layer"] = o => o with { NormD = Normalization.Layer },
        ["text2image caption"] = o => o with { Condition = "caption", Classes = 8 },
        ["biggan classes"] = o => o with { Condition = "projection", Classes = 10, Loss = "hinge" },
    };

    public static IEnumerable<string> Presets =>
        [.. GanModel.Catalog.All.SelectMany(m => m.NetworkChoices.Select(n => n == m.NetworkChoices[0] ? m.Name : $"{m.Name} {n}")), .. Variants.Keys];

    [TestCaseSource(nameof(Presets))]
    public void A_generator_and_a_discriminator_make_the_same_elsewhere(string preset)
    {
        GanModel model = ModelOf(preset);
        using Sequential generator = model.Generator(Random), discriminator = model.TrainedDiscriminator(Random);
        foreach (Sequential network in (Sequential[])[generator, discriminator])
        {
            Stir(network);
            network.Eval();
        }

        Check(ExportedNetwork.OfGenerator(model, generator));
        Check(ExportedNetwork.OfDiscriminator(model, discriminator));
    }

    [Test]
    public void The_classifier_of_digits_says_the_same_elsewhere()
    {
        using ImageClassifier classifier = ClassifierFile.LoadFor("mnist", Device);
        classifier.Network.Eval();
        Check(ExportedNetwork.OfClassifier(classifier));
    }

    private static GanModel ModelOf(string preset)
    {
        string[] words = preset.Split(' ');
        TrainingOptions options = TrainerBench.Options(words[0]);
        return (Variants.TryGetValue(preset, out Func<TrainingOptions, TrainingOptions>? change) ? change(options)
            : words.Length > 1 ? options with { Networks = words[1] } : options).Validate().FindModel();
    }

    /// <summary>Running statistics, biases and scales of their own, as if it had been trained.</summary>
    private void Stir(Sequential network)
    {
        foreach (NamedTensor entry in network.Buffers().Concat(network.NamedParameters()).Where(e => e.Tensor.Rank < 2))
        {
            bool positive = entry.Name.EndsWith("running_var", StringComparison.Ordinal);
            Random.FillUniform(entry.Tensor, positive ? 0.5f : -0.3f, positive ? 1.5f : 0.9f);
        }
    }

    private void Check(ExportedNetwork network)
    {
        byte[] file = OnnxExport.ToBytes(network, Device, new Dictionary<string, string> { ["model"] = "test" });
        using var session = new InferenceSession(file);
        foreach (int batch in (int[])[16, 4])
        {
            using var scope = new TensorScope();
            using var noGrad = new NoGradScope();
            Tensor[] inputs = [.. network.Inputs.Select(input => Made(input, batch))];
            float[] expected = network.Forward(inputs).ToArray();
            using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run(
                [.. network.Inputs.Zip(inputs, OnnxValue)]);
            DenseTensor<float> actual = results.Single().AsTensor<float>().ToDenseTensor();
            Assert.That(actual.Dimensions[0], Is.EqualTo(batch));
            Assert.That(actual.Length, Is.EqualTo(expected.Length));
            double range = Math.Max(expected.Max(), 0) - Math.Min(expected.Min(), 0);
            Assert.That(range, Is.GreaterThan(1e-3), "an output that says something");
            double worst = expected.Zip(actual, (e, a) => Math.Abs(e - a)).Max() / range;
            TestContext.Out.WriteLine($"{network.Name}, batch {batch}: {worst:0.0e0} of a range of {range:0.00}");
            Assert.That(worst, Is.LessThan(Tolerance), $"{network.Name}, batch {batch}");
        }
    }

    private Tensor Made(ExportedInput input, int batch)
    {
        if (input.Classes == 0)
            return Random.Normal([batch, .. input.Shape]);
        return Tensor.From(Device, [batch], (int[])[.. Enumerable.Range(0, batch).Select(i => i * 7 % input.Classes)]);
    }

    private static NamedOnnxValue OnnxValue(ExportedInput input, Tensor tensor)
    {
        int[] shape = tensor.Shape.ToArray();
        return input.Classes > 0
            ? NamedOnnxValue.CreateFromTensor(
                input.Name, new DenseTensor<long>(Array.ConvertAll(tensor.ToArray(), v => (long)v), shape))
            : NamedOnnxValue.CreateFromTensor(input.Name, new DenseTensor<float>(tensor.ToArray(), shape));
    }
}
