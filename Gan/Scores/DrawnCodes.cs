using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Scores.Classifier;
using GanFromScratch.Gan.Scores.Measures;

namespace GanFromScratch.Gan.Scores;

/// <summary>The codes that samples are made from, to be compared with the samples; none of a model without codes.</summary>
/// <param name="model">Says where in the generator's inputs they are.</param>
internal sealed class DrawnCodes(GanModel model)
{
    private static readonly Measure[] Ink = [Measure.InkOfCode1, Measure.InkOfCode2];
    private static readonly Measure[] Slant = [Measure.SlantOfCode1, Measure.SlantOfCode2];

    private readonly List<float> continuous = [];
    private readonly List<int> categories = [];

    /// <summary>Keeps the codes of inputs, which are returned.</summary>
    /// <param name="inputs">Of the generator.</param>
    public Tensor Keep(Tensor inputs)
    {
        if (model.Codes is not LatentCodes codes)
            return inputs;
        Tensor drawn = inputs.Slice(1, model.LatentSize, codes.Size);
        continuous.AddRange(codes.ContinuousOf(drawn).ToArray());
        categories.AddRange(codes.CategoryOf(drawn).ToArray().Select(number => (int)number));
        return inputs;
    }

    /// <summary>What the codes have to do with the samples made from them.</summary>
    /// <param name="samples">In the order of the inputs kept.</param>
    /// <param name="data">A data set with a classifier.</param>
    public Score[] Score(ImageSet samples, string data, Device device)
    {
        if (model.Codes is not LatentCodes codes)
            return [];
        using ImageClassifier classifier = ClassifierFile.LoadFor(data, device);
        ImageSet gray = samples.ConvertTo(ImageClassifier.Format);
        (double purity, int found) = CodeMeasures.Purity(categories, classifier.Judge(gray.Pixels).Verdicts());
        List<Score> scores = [new(Measure.Purity, purity, double.NaN), new(Measure.ClassesFound, found, double.NaN)];
        double[] ink = CodeMeasures.Ink(gray), slant = CodeMeasures.Slant(gray);
        for (int i = 0; i < codes.Continuous; i++)
        {
            double[] code = [.. Enumerable.Range(0, samples.Count).Select(n => (double)continuous[(n * codes.Continuous) + i])];
            scores.Add(new(Ink[i], Math.Abs(CodeMeasures.Correlation(code, ink, categories)), double.NaN));
            scores.Add(new(Slant[i], Math.Abs(CodeMeasures.Correlation(code, slant, categories)), double.NaN));
        }

        return [.. scores];
    }
}
