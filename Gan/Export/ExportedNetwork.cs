using GanFromScratch.Engine;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Scores.Classifier;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Export;

/// <summary>A network in evaluation mode with names for what it reads and makes.</summary>
/// <param name="Name">"generator", "discriminator" or "classifier".</param>
/// <param name="Module">The network, whose weights are exported.</param>
/// <param name="Inputs">What it reads, the batch first.</param>
/// <param name="Output">What it makes.</param>
/// <param name="Meaning">What the numbers that it reads and makes mean, in a sentence.</param>
/// <param name="Forward">From tensors (N, shape) of all inputs to the output (N, …).</param>
internal sealed record ExportedNetwork(
    string Name, Module Module, IReadOnlyList<ExportedInput> Inputs, string Output, string Meaning,
    Func<IReadOnlyList<Tensor>, Tensor> Forward)
{
    public const string Samples = "samples", Labels = "labels", Noise = "z", Score = "score", Images = "images", Logits = "logits";

    /// <summary>What makes samples of a generator.</summary>
    public static ExportedNetwork OfGenerator(GanModel model, Sequential generator)
    {
        Module sampler = model.Sampler(generator);
        string reads = model is TranslationModel
            ? $"{Images}: pixels from {model.Range.Low} to {model.Range.High}"
            : $"{Noise}: standard normal numbers";
        reads += model.Codes == null ? "" : $", the last {model.Codes.Size} of them codes";
        return Conditioned(
            model, "generator", sampler, new(model is TranslationModel ? Images : Noise, model.SamplerInput), Samples,
            $"{reads}; {Samples}: {(model.MakesImages ? "pixels" : "values")} from {model.Range.Low} to {model.Range.High}");
    }

    /// <summary>A discriminator as it was trained.</summary>
    public static ExportedNetwork OfDiscriminator(GanModel model, Sequential discriminator) => Conditioned(
        model, "discriminator", discriminator, new(Samples, model.DiscriminatorInput), Score,
        $"{Samples}: values from {model.Range.Low} to {model.Range.High}; {Score}: "
        + (discriminator[^1] is Sigmoid ? "probability of being real" : "larger for what looks real"));

    public static ExportedNetwork OfClassifier(ImageClassifier classifier)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        Sequential network = classifier.Network;
        return new(
            "classifier", network, [new(Images, [1, ImageClassifier.Format.Height, ImageClassifier.Format.Width])], Logits,
            $"{Images}: pixels from 0 (ground) to 1 (ink); {Logits}: one of each class, the largest of the likeliest",
            inputs => network.Forward(inputs[0]));
    }

    /// <summary>With labels as another input, where its model takes them.</summary>
    private static ExportedNetwork Conditioned(
        GanModel model, string name, Module network, ExportedInput input, string output, string meaning) => new(
        name, network, model.Condition.TakesLabels ? [input, new(Labels, [], model.Condition.Labels.Count)] : [input], output,
        model.Condition.TakesLabels ? $"{meaning}; {Labels}: whole numbers from 0 to {model.Condition.Labels.Count - 1}" : meaning,
        inputs =>
        {
            if (model.Condition.TakesLabels)
                model.Condition.Labels.Current = inputs[1];
            return network.Forward(inputs[0]);
        });
}

/// <summary>An input of a network.</summary>
/// <param name="Name">Of the input.</param>
/// <param name="Shape">Of one sample; () for a label.</param>
/// <param name="Classes">How many labels there are; 0 for numbers of other kinds.</param>
internal sealed record ExportedInput(string Name, Shape Shape, int Classes = 0);
