using GanFromScratch.Gan.Output;
using GanFromScratch.Tests.Gan.Output;

namespace GanFromScratch.Tests.Gan.Commands;

/// <summary>Runs that make clips, on the command line.</summary>
public sealed class VideoCommandTests : CommandLine
{
    [Test]
    public void A_run_makes_clips_as_animation_picture_and_frames_and_scores_them()
    {
        Run("train --model video --batch 2 --steps 2 --limit 4 --sample-count 2 --device cpu --out run");
        Assert.That(PngFile.Read("run/samples/final.png").Width, Is.EqualTo(2 + (8 * 34)), "a clip a row");
        Run("sample --run run --count 4 --gif clips.gif --device cpu");
        var gif = GifDecoder.Decode(File.ReadAllBytes("clips.gif"));
        Assert.That((gif.Frames.Count, gif.Width, gif.Height, gif.Loops), Is.EqualTo((8, 2 + (2 * 34), 2 + (2 * 34), true)));
        Run("sample --run run --count 2 --png clips --device cpu");
        Assert.That(Directory.GetFiles("clips/sample-00001"), Has.Length.EqualTo(8));
        Assert.That(
            Run("score --run run --count 100 --device cpu"),
            Does.Contain("frames classified as most of their clip").And.Contain("pixels moved from frame to frame"));
        Run("interpolate --run run --rows 1 --steps 3 --grid walk.png --device cpu");
        Mistake("anomaly --run run", "run cannot find anomalies: model video makes clips, not images");
        Mistake("sample --run run --gif clips.gif --count 401", "--count: expected 1 to 400 videos for --gif, got 401.");

        // What it wrote is a video of its own for each clip.
        Run("train --model video --data clips --pairs frames --batch 2 --steps 1 --sample-count 1 --device cpu --out own");
        Mistake("score --run own", "There is no classifier for the data");
    }

    [TestCase("train --model video --pairs outlines", "--pairs outlines: model video learns from pairs of another form")]
    [TestCase("train --model video --score-every 1", "--score-every: --pairs bouncing changes the images of mnist")]
    [TestCase("train --model video --without 3", "--without leaves out images of a class, and model video learns videos")]
    [TestCase("train --model video --pairs frames", "--pairs frames: expected a folder of numbered images, got mnist")]
    public void What_does_not_go_with_clips_is_refused(string command, string why) => Mistake(command, why);

    [Test]
    public void A_folder_of_videos_that_are_too_short_is_refused()
    {
        for (int i = 1; i <= 7; i++)
            PngFile.Write($"videos/first/frame-{i}.png", Bitmap.FromPlanes([1], 1, 1, 1));
        Mistake("train --model video --data videos --pairs frames", "first has 7 frames, expected at least 8 that follow each other");
    }
}
