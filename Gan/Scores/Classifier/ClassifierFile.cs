using System.Globalization;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Scores.Classifier;

/// <summary>
/// The weights of a trained classifier as safetensors. Those for MNIST and Fashion-MNIST ship with the program; other data has none,
/// because a classifier cannot be trained without labels.
/// </summary>
public static class ClassifierFile
{
    private const string Format = "gan-classifier-1";

    /// <summary>The data sets with classifier weights.</summary>
    public static IReadOnlyList<string> Known { get; } = ["mnist", "fashion-mnist"];

    /// <summary>The path of a data set's weights beside the program.</summary>
    public static string PathFor(string data) => Path.Combine(AppContext.BaseDirectory, "Scores", "Weights", $"{data}.safetensors");

    /// <summary>The classifier for a data set.</summary>
    /// <exception cref="InputException">There is none for this data, or its weights are missing or damaged.</exception>
    public static ImageClassifier LoadFor(string data, Device device) => Load(PathFor(Check(data)), device);

    /// <summary>The name itself, if it has a classifier.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static string Check(string data) => Known.Contains(data)
        ? data
        : throw new InputException(
            $"There is no classifier for the data '{data}': scores of images are offered against {string.Join(", ", Known)} and, by its "
            + $"channels, stacked-mnist; " +
            "give one of these with --data if the images are of that kind.");

    /// <summary>Writes the weights.</summary>
    /// <param name="data">The training data.</param>
    /// <param name="accuracy">Measured on the held-out images, 0 … 1; reproducible with <c>classifier test</c>.</param>
    public static void Save(string path, ImageClassifier classifier, string data, int epochs, ulong seed, double accuracy) =>
        NetworkFile.Save(path, classifier.Network, Format, new Dictionary<string, string>
        {
            ["data"] = data,
            ["epochs"] = epochs.ToString(CultureInfo.InvariantCulture),
            ["seed"] = seed.ToString(CultureInfo.InvariantCulture),
            ["accuracy"] = accuracy.ToString(CultureInfo.InvariantCulture),
        });

    /// <exception cref="InputException">The file is missing, damaged, or not a classifier's.</exception>
    public static ImageClassifier Load(string path, Device device)
    {
        var classifier = new ImageClassifier(device, seed: 0);
        try
        {
            NetworkFile.Load(path, classifier.Network, Format, "a classifier, such as 'classifier train' makes", device);
            return classifier;
        }
        catch
        {
            classifier.Dispose();
            throw;
        }
    }
}
