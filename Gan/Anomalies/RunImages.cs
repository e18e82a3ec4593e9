using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Anomalies;

/// <summary>The test images of a run's data: those of the classes that it has learnt, and those of the classes left out.</summary>
/// <param name="Without">The classes left out, as the run's options have them.</param>
internal sealed record RunImages(string Without, ImageSet Normal, ImageSet Anomalies)
{
    /// <param name="run">What errors call it.</param>
    /// <param name="needsAnomalies">Whether both kinds are needed; else the normal ones are enough.</param>
    /// <param name="note">Receives what is to be said of the data.</param>
    /// <exception cref="InputException">The data is not there, or there are no images of a kind.</exception>
    public static RunImages Load(
        string run, TrainingOptions options, GanModel model, bool needsAnomalies, Action<string> note)
    {
        if (needsAnomalies && options.Without == LeftOut.None)
            throw new InputException(
                $"{run} has learnt all classes of {options.Data}, so none is an anomaly: give --images, or train with --without.");
        ImageSet images = TrainingData.Images(model, options, _ => { }, DatasetPart.Test);
        IReadOnlySet<int> left = LeftOut.Classes(options.Without, options.Data, images.Labels, images.ClassNames);
        if (!DatasetCatalog.HasParts(options.Data))
            note($"{options.Data} has no test images: the normal images are those of the training, and their scores are low.");
        return new RunImages(options.Without, Some(isLeft: false), Some(isLeft: true));

        ImageSet Some(bool isLeft) => images.Select(
            [.. Enumerable.Range(0, images.Count).Where(i => (images.Labels != null && left.Contains(images.Labels[i])) == isLeft)]);
    }

    /// <summary>Scores both kinds.</summary>
    /// <param name="codes">Of the images that the detector has learnt.</param>
    public AnomalySheet Judge(AnomalyDetector detector, NormalCodes codes) =>
        AnomalySheet.Of(Without, detector.Score(Normal, codes), detector.Score(Anomalies, codes));

    /// <summary>Some images for a picture: anomalies, then normal ones, half each.</summary>
    public ImageSet Examples(int count)
    {
        ImageSet some = Anomalies.Take(count / 2), others = Normal.Take(count - some.Count);
        return new ImageSet(some.Name, some.Format, [.. some.Pixels, .. others.Pixels]);
    }
}
