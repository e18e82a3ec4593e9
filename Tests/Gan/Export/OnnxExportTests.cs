using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels.Resample;
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
    [
        .. GanModel.Catalog.All.SelectMany(m => m.NetworkChoices.Select(n => n == m.NetworkChoices[0] ? m.Name : $"{m.Name} {n}")),
        .. Variants.Keys,
    ];

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

    [Test]
    public void Every_formula_has_its_graph() => Check(Of(x =>
    {
        Tensor y = (x.Elu(0.7f) + x.Gelu() - x.Softplus()) * x.Expm1().Clamp(-1, 2) / (x.Abs() + 1).Log1p();
        y = y.Maximum(x.Square()).Minimum(x.Exp()) + x.Sign() + x.Erf() + (x.Abs() + 0.5).Pow(1.5f) + (x.Abs() + 1).Pow(x);
        return Tensor.Where(x.GreaterThan(x.Mean([1], keepDims: true)), y, 1 / (x.Square() + 2).Sqrt());
    }));

    [Test]
    public void Ops_that_no_network_here_has_are_exported_too() => Check(Of(x =>
    {
        Tensor image = x.Reshape(-1, 1, 4, 4), pooled = image.MaxPool2d(new PoolSizes(3, 2, 1, ceilMode: true));
        Tensor odd = image.MaxPool2d(new PoolSizes(2) { StrideW = 1, DilationH = 2, PaddingW = 1 });
        Tensor rows = x.Reshape(-1, 4, 4), product = rows.MatMul(rows, transposeThis: true).Max([1]) - rows.Min([2]);
        Tensor[] parts =
        [
            pooled.Reshape(x.Shape[0], -1), odd.Reshape(x.Shape[0], -1), product, x.ArgMax().OneHot(16), x.LogSoftmax(), x.Softmax(),
            x.Pad(1, 2, 1, 0.5f), x.Variance([1], keepDims: true), rows.Softmax(1).Sum([2]),
            x.Slice(1, 3, 5).Permute(1, 0).MatMul(Tensor.Ones(x.Device, [5, 2]), transposeThis: true).LayerNorm([2]),
        ];
        return Tensor.Concat(parts, 1);
    }));

    [Test]
    public void What_cannot_be_exported_is_said()
    {
        Refuses(x => x + Random.Normal([1, 16]), "it draws random numbers in evaluation");
        Refuses(x => x + x.Shape[0], "the op Affine has another formula for another batch size");
        Refuses(x => x + Tensor.Arange(Device, x.Shape[0]).Reshape(-1, 1), "a constant in it has numbers of its own for each sample");
        Refuses(x => x.Shape[0] > 10 ? x.Exp() : x.Log(), "it computes something else for another batch size");
        Refuses(x => Tensor.Ones(Device, [x.Shape[0], 2]), "its output does not depend on its input");
        Refuses(
            x => x.ScatterAddRows(Tensor.Zeros(Device, [x.Shape[0]]), 2), "it has the op ScatterAddRows, which has no ONNX form here yet");
    }

    private void Refuses(Func<Tensor, Tensor> network, string why) => Assert.That(
        () => OnnxExport.ToBytes(Of(network), Device, new Dictionary<string, string>()),
        Throws.TypeOf<InputException>().With.Message.StartsWith("The generator cannot be exported as ONNX: ").And.Message.Contain(why));

    private static ExportedNetwork Of(Func<Tensor, Tensor> network) =>
        new("generator", new Flatten(), [new("z", [16])], "samples", "", inputs => network(inputs[0]));

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
        // A discriminator's minibatch layer groups four samples; everything else takes a single one as well.
        foreach (int batch in (int[])[16, network.Name == "discriminator" ? 4 : 1])
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
            Assert.That(expected.Concat(actual), Is.All.Matches<float>(float.IsFinite));
            double range = Math.Max(expected.Max(), 0) - Math.Min(expected.Min(), 0);
            Assert.That(range, Is.GreaterThan(1e-3), "an output that says something");
            double worst = expected.Zip(actual, (e, a) => Math.Abs(e - a)).Max() / range;
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
