using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Captions;
using GanFromScratch.Gan.Scores.Classifier;

namespace GanFromScratch.Gan.Scores;

/// <summary>
/// Scores of images of two digits: the classifier reads each half. With captions, whether both digits are those asked for, in their places
/// and written as asked.
/// </summary>
internal static class CaptionScoring
{
    /// <summary>Whether images are of two digits, and not of one's own captions.</summary>
    public static bool AreOfTwo(ImageSet images) => images.Format with { Channels = 1 } == CaptionedDigits.Format;

    /// <summary>What the classifier reads of images: both halves of those of two digits, others as a whole.</summary>
    /// <param name="labels">Of the images, numbers of captions where they are of two digits; null without a condition.</param>
    public static (ImageSet Images, int[]? Labels) Readable(ImageSet images, int[]? labels)
    {
        if (!AreOfTwo(images))
            return (images.ConvertTo(ImageClassifier.Format), labels);
        int[]? digits = labels == null ? null : [.. labels.Select(DigitCaption.Of).SelectMany(c => new[] { c.Left.Digit, c.Right.Digit })];
        return (CaptionedDigits.Halves(images.ConvertTo(CaptionedDigits.Format)), digits);
    }

    /// <summary>All figures.</summary>
    /// <param name="images">Of two digits.</param>
    /// <param name="captions">That they were asked for with, by number; null without a condition.</param>
    /// <param name="data">A data set of digits with a classifier.</param>
    public static ScoreSheet Full(ImageSet images, int[]? captions, string data, ulong seed, Device device)
    {
        (ImageSet halves, int[]? digits) = Readable(images, captions);
        using ImageScoring scoring = ImageScoring.Open(data, halves.Count, seed, device);
        ScoreSheet sheet = scoring.Full(halves.Pixels, digits) with { Samples = images.Count };
        if (captions == null)
            return sheet;
        var looks = new DigitLooks(DatasetCatalog.Default.Load(data, DatasetPart.Train));
        ImageSet test = DatasetCatalog.Default.Load(data, DatasetPart.Test);
        ImageSet real = CaptionedDigits.Make(test, looks, DatasetPart.Test).Take(images.Count);
        using ImageClassifier classifier = ClassifierFile.LoadFor(data, device);
        CaptionScores samples = Of(halves, captions), reals = Of(CaptionedDigits.Halves(real), real.Labels!);
        return sheet with
        {
            Scores =
            [
                new(Measure.BothDigits, samples.Both, reals.Both),
                new(Measure.StrokeWeight, samples.Weight, reals.Weight),
                new(Measure.SlantAsked, samples.Slant, reals.Slant),
                .. sheet.Scores,
            ],
        };

        CaptionScores Of(ImageSet read, int[] asked)
        {
            int[] verdicts = classifier.Judge(read.Pixels).Verdicts();
            int both = 0, weight = 0, slant = 0;
            for (int i = 0; i < asked.Length; i++)
            {
                DigitCaption caption = DigitCaption.Of(asked[i]);
                both += verdicts[2 * i] == caption.Left.Digit && verdicts[(2 * i) + 1] == caption.Right.Digit ? 1 : 0;
                Compare(2 * i, caption.Left);
                Compare((2 * i) + 1, caption.Right);
            }

            return new CaptionScores(both / (double)asked.Length, weight / (double)read.Count, slant / (double)read.Count);

            void Compare(int half, DigitPhrase phrase)
            {
                DigitPhrase seen = looks.Describe(read.Image(half), read.Width, phrase.Digit);
                weight += seen.Weight == phrase.Weight ? 1 : 0;
                slant += seen.Slanted == phrase.Slanted ? 1 : 0;
            }
        }
    }

    /// <summary>Shares of images with both digits right, and of halves with the right thickness and slant.</summary>
    private readonly record struct CaptionScores(double Both, double Weight, double Slant);
}
