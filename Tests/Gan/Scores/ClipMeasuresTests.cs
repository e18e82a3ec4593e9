using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Images;
using GanFromScratch.Gan.Data.Pairs;
using GanFromScratch.Gan.Scores.Classifier;
using GanFromScratch.Gan.Scores.Measures;

namespace GanFromScratch.Tests.Gan.Scores;

/// <summary>What is measured of clips.</summary>
public sealed class ClipMeasuresTests
{
    [Test]
    public void A_clip_is_of_the_class_of_most_of_its_frames_and_constant_if_all_are()
    {
        int[] classes = [3, 3, 5, 3, /**/ 7, 7, 7, 7, /**/ 2, 1, 2, 1];
        Assert.That(ClipMeasures.MostFrequent(classes, 4), Is.EqualTo(new[] { 3, 7, 1 }));
        (double frames, double clips) = ClipMeasures.Constancy(classes, 4);
        Assert.That((frames, clips), Is.EqualTo((9 / 12.0, 1 / 3.0)));
    }

    [Test]
    public void Motion_is_how_far_the_centre_goes_within_clips_and_a_crop_puts_it_in_the_middle()
    {
        // A dot that goes from (1, 1) to (4, 5), five pixels, in the first clip, and stands at (0, 0) in the second.
        var images = new ImageSet("dots", new ImageFormat(1, 6, 6), new byte[4 * 36]);
        images.Pixels[7] = images.Pixels[36 + 34] = images.Pixels[72] = images.Pixels[108] = 255;
        Assert.That(ClipMeasures.Motion(images, frames: 2), Is.EqualTo(2.5).Within(1e-9));
        ImageSet crops = MassCentre.Crop(images, new ImageFormat(1, 3, 3));
        Assert.That(crops.Pixels, Is.EqualTo(Enumerable.Repeat(new byte[] { 0, 0, 0, 0, 255, 0, 0, 0, 0 }, 4).SelectMany(dot => dot)));
        Assert.That(MassCentre.Of(new byte[8], width: 4), Is.EqualTo((1.5, 0.5)), "the middle of a black image");
    }

    [Test]
    public void The_classifier_reads_real_frames()
    {
        Videos videos = new BouncingDigit().LoadVideos("mnist", DatasetPart.Test, first => first, ImageReading.Default, length: 8);
        ImageSet frames = videos.Frames.Take(8 * 100);
        using var device = new CpuDevice();
        using ImageClassifier classifier = ClassifierFile.LoadFor("mnist", device);
        Judgement judged = classifier.Judge(MassCentre.Crop(frames, ImageClassifier.Format).Pixels);
        Assert.That(judged.Agreement(frames.Labels), Is.GreaterThanOrEqualTo(0.97));
        Assert.That(ClipMeasures.Motion(frames, frames: 8), Is.InRange(1.4, 2.1), "2 pixels, less where it bounces");
    }
}
