using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Scores.Classifier;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Games;

/// <summary>
/// The content loss of SRGAN (Ledig et al. 2017, equation 5): the mean squared distance of the features of two images in a network that
/// was trained to classify. The paper's is VGG-19; here it is the classifier of the scores, whose 64 features tell what an image shows. It
/// reads gray images of 28×28 pixels: others are resized, and colours become their mean.
/// </summary>
internal sealed class PerceptualLoss : IDisposable
{
    private readonly ImageClassifier classifier;
    private readonly float weight, low, high;

    /// <param name="options">Of data with a classifier, see <see cref="IsFor"/>.</param>
    /// <param name="range">Of the images' values.</param>
    /// <param name="device">Of the networks.</param>
    public PerceptualLoss(TrainingOptions options, (float Low, float High) range, Device device)
    {
        (weight, low, high) = (options.Perceptual, range.Low, range.High);
        classifier = ClassifierFile.LoadFor(options.Data, device);
        classifier.Network.RequiresGrad(false);
    }

    /// <summary>Whether there is a classifier for the outputs of a run: they are images of data that has one.</summary>
    public static bool IsFor(TrainingOptions options) => options.KeepsImages && ClassifierFile.Known.Contains(options.Data);

    /// <summary>What to say of a run that asks for the term and has none; null otherwise.</summary>
    public static string? Note(TrainingOptions options) => options.Perceptual == 0 || IsFor(options) ? null
        : $"There is no classifier for the outputs of --data {options.Data} --pairs {options.Pairs}, so the term of --perceptual is left "
        + "out: the generator learns by the distance of pixels and by the game.";

    /// <summary>weight · mean (φ(right) − φ(made))², a scalar.</summary>
    /// <param name="made">(N, C, H, W).</param>
    /// <param name="right">Of the same shape.</param>
    public Tensor Of(Tensor made, Tensor right)
    {
        Tensor wanted;
        using (new NoGradScope())
            wanted = FeaturesOf(right);
        return FeaturesOf(made).MeanSquaredError(wanted) * weight;
    }

    public void Dispose() => classifier.Dispose();

    private Tensor FeaturesOf(Tensor images)
    {
        (int height, int width) = (ImageClassifier.Format.Height, ImageClassifier.Format.Width);
        if (images.Shape[1] > 1)
            images = images.Mean([1], keepDims: true);
        if (images.Shape[2] != height || images.Shape[3] != width)
            images = images.Upsample(height, width, UpsampleMode.Bilinear);
        return classifier.FeaturesOf((images - low) * (1 / (high - low)));
    }
}
