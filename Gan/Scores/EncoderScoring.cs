using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Scores.Classifier;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Scores;

/// <summary>
/// What an encoder that was trained beside the generator has learnt: whether G(E(x)) is still of the class of x, and how much of the class
/// a linear probe reads from E(x), beside the codes of an encoder with its initial weights and the pixels themselves (Donahue et al. 2017).
/// </summary>
internal static class EncoderScoring
{
    private const int Chunk = 500;

    /// <summary>The figures on the test part of a data set; none of a generator without an encoder.</summary>
    /// <param name="generator">In evaluation mode.</param>
    /// <param name="data">A data set with a classifier.</param>
    /// <param name="seed">Of the probes, and of the initial weights.</param>
    public static Score[] Of(Sequential generator, GanModel model, string data, ulong seed, Device device)
    {
        if (generator[0] is not BidirectionalGenerator both)
            return [];
        using var random = new RandomSource(device, seed);
        using Sequential untrained = model.Generator(random);
        untrained.Eval();
        ImageSet training = Load(DatasetPart.Train), test = Load(DatasetPart.Test);
        using ImageClassifier classifier = ClassifierFile.LoadFor(data, device);
        byte[] again = SamplePictures.ToBytes(model, Map(x => both.Forward(both.Encoder.Forward(x)), test));
        Sequential initial = BidirectionalGenerator.Of(untrained).Encoder;
        return
        [
            new(
                Measure.Reconstructed, classifier.Judge(again).Agreement(test.Labels),
                classifier.Judge(test.Pixels).Agreement(test.Labels)),
            new(Measure.ProbeOfCodes, Probe(both.Encoder.Forward), double.NaN),
            new(Measure.ProbeOfUntrained, Probe(initial.Forward), double.NaN),
            new(Measure.ProbeOfPixels, Probe(x => x), double.NaN),
        ];

        double Probe(Func<Tensor, Tensor> encode)
        {
            float[] learnt = Map(encode, training), others = Map(encode, test);
            return VectorClassifier.Accuracy(
                [others.Length / test.Count], learnt, training.Labels!, others, test.Labels!, ImageClassifier.Classes, seed, device,
                linear: true);
        }

        ImageSet Load(DatasetPart part) => DatasetCatalog.Default.Load(data, part, _ => model.Format!.Value);

        float[] Map(Func<Tensor, Tensor> map, ImageSet images)
        {
            using var noGrad = new NoGradScope();
            var source = new ImageSamples(images, model.Range.Low, model.Range.High);
            float[] values = [];
            foreach (int[] chosen in Enumerable.Range(0, images.Count).Chunk(Chunk))
            {
                using var scope = new TensorScope();
                float[] pixels = new float[chosen.Length * images.Format.Size];
                source.Read(chosen, pixels);
                Tensor mapped = map(Tensor.From(device, [chosen.Length, .. model.SampleShape], pixels));
                int each = mapped.Length / chosen.Length;
                if (values.Length == 0)
                    values = new float[images.Count * each];
                mapped.CopyTo(values.AsSpan(chosen[0] * each, mapped.Length));
            }

            return values;
        }
    }
}
