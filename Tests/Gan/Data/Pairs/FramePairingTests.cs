using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Images;
using GanFromScratch.Gan.Data.Pairs;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Training;
using GanFromScratch.Tests.Layers.Serialization;

namespace GanFromScratch.Tests.Gan.Data.Pairs;

/// <summary>Pairs of three frames and the next one, of moving digits and of a folder.</summary>
public sealed class FramePairingTests
{
    private TemporaryFolder temporary = null!;

    [SetUp]
    public void Enter() => temporary = new TemporaryFolder();

    [TearDown]
    public void Leave() => temporary.Dispose();

    [Test]
    public void Moving_digits_move_by_a_tenth_of_their_way_and_bounce_within_the_square()
    {
        // One image of a single bright pixel, so that the frames show where the digits are.
        byte[] dot = new byte[28 * 28];
        dot[0] = 255;
        PngFile.Write(Path.Combine(temporary.Path, "0.png"), Bitmap.FromPlanes(dot, 1, 28, 28));
        Videos videos = new MovingDigits().LoadVideos(temporary.Path, DatasetPart.Test, first => first, ImageReading.Default);
        Videos again = new MovingDigits().LoadVideos(temporary.Path, DatasetPart.Test, first => first, ImageReading.Default);
        Assert.That(videos.Frames.Pixels.SequenceEqual(again.Frames.Pixels), "a function of the number of the video");
        Assert.That((videos.Lengths[0], videos.Frames.Format), Is.EqualTo((23, new ImageFormat(1, 64, 64))));
        var seen = new HashSet<int>();
        for (int v = 0; v < 20; v++)
        {
            int[][] places = [.. Enumerable.Range(v * 23, 23).Select(i => Bright(videos.Frames.Image(i)))];
            for (int t = 1; t < places.Length; t++)
            {
                foreach (int place in places[t])
                {
                    seen.Add(place % 64);
                    Assert.That(
                        places[t - 1].Min(before => Math.Pow((before % 64) - (place % 64), 2) + Math.Pow((before / 64) - (place / 64), 2)),
                        Is.LessThanOrEqualTo(5 * 5), "3.6 pixels, and rounding of both places");
                }
            }
        }

        Assert.That((seen.Min(), seen.Max()), Is.EqualTo((0, 36)), "from side to side");

        static int[] Bright(ReadOnlySpan<byte> frame)
        {
            var places = new List<int>();
            for (int i = 0; i < frame.Length; i++)
            {
                if (frame[i] > 0)
                    places.Add(i);
            }

            Assert.That(places, Has.Count.InRange(1, 2));
            return [.. places];
        }
    }

    [Test]
    public void Frames_are_ordered_by_number_and_each_window_of_four_is_a_pair()
    {
        for (int i = 8; i <= 12; i++)
            Frame($"shot-{i}", i);
        ImagePairs pairs = Load();
        var samples = new PairSamples(pairs, 0, 255);
        float[] read = new float[8];
        samples.Read([1, 0], read);
        Assert.That(read, Is.EqualTo(new float[] { 9, 10, 11, 12, 8, 9, 10, 11 }).Within(1e-4), "A's frames, then B");
        Assert.That(pairs.Select([1]).Inputs.Pixels, Is.EqualTo(new byte[] { 9, 10, 11 }));
        Assert.That(new FrameFolder().Baselines.Single().Of(pairs.Inputs).Pixels, Is.EqualTo(new byte[] { 10, 11 }), "the last frames");
        Assert.That(
            new FrameFolder().OwnInputs(pairs.Outputs.Select([0, 1, 0, 1])).Pixels, Is.EqualTo(new byte[] { 11, 12, 11, 12, 11, 12 }),
            "of one's own frames the last window is an input too");
    }

    [Test]
    public void A_sub_folder_is_a_video_and_no_window_reaches_into_the_next()
    {
        foreach ((string video, int first, int count) in new[] { ("a", 10, 5), ("b", 20, 4) })
        {
            for (int i = 0; i < count; i++)
                Frame(Path.Combine(video, $"{i + 1}"), first + i);
        }

        ImagePairs pairs = Load();
        Assert.That(pairs.Outputs.Pixels, Is.EqualTo(new byte[] { 13, 14, 23 }));
        Assert.That(pairs.Inputs.Pixels, Is.EqualTo(new byte[] { 10, 11, 12, 11, 12, 13, 20, 21, 22 }));
        Assert.That(
            () => new FrameFolder().LoadVideos(temporary.Path, DatasetPart.Train, first => first, ImageReading.Default, length: 5),
            Throws.TypeOf<InputException>().With.Message.Matches("b has 4 frames, expected at least 5"));
    }

    [TestCase("1 2 4 5", "without a gap, but after .*shot-2.png comes shot-4.png; number them")]
    [TestCase("1 2 02 3", "but after .*2.png comes shot-.*2.png; number them")]
    [TestCase("1 2 x 3", "shot-x.png ends in no number")]
    [TestCase("1 2 3", "has 3 frames, expected at least 4")]
    public void A_folder_that_is_no_video_is_refused(string names, string sentence)
    {
        foreach (string name in names.Split(' '))
            Frame($"shot-{name}", 1);
        Assert.That(Load, Throws.TypeOf<InputException>().With.Message.Matches(sentence));
    }

    private ImagePairs Load() =>
        Pairing.Catalog.Find("frames").Load(temporary.Path, DatasetPart.Train, first => first, ImageReading.Default);

    private void Frame(string name, int value) =>
        PngFile.Write(Path.Combine(temporary.Path, $"{name}.png"), Bitmap.FromPlanes([(byte)value], 1, 1, 1));
}
