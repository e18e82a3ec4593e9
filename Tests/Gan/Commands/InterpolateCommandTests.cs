using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Output;
using GanFromScratch.Tests.Gan.Output;
using GanFromScratch.Tests.Gan.Reports;

namespace GanFromScratch.Tests.Gan.Commands;

public sealed class InterpolateCommandTests : CommandLine
{
    [TestCase("slerp")]
    [TestCase("linear")]
    public void Each_row_begins_and_ends_with_the_samples_of_its_seeds(string mode)
    {
        ReportRuns.Gray();
        Run("sample --run run --count 3 --seed 5 --idx five --device cpu");
        Run("sample --run run --count 3 --seed 6 --idx six --device cpu");
        string output = Run(
            $"interpolate --run run --rows 3 --steps 4 --from 5 --to 6 --mode {mode} --grid walk.png --gif walk.gif --device cpu");
        Bitmap grid = PngFile.Read("walk.png");
        GifDecoder gif = GifDecoder.Decode(File.ReadAllBytes("walk.gif"));
        byte[] from = IdxFile.Read("five").Data, to = IdxFile.Read("six").Data;
        Assert.Multiple(() =>
        {
            Assert.That(output, Is.EqualTo("3 walks of 4 steps: walk.png\n3 walks of 4 steps: walk.gif\n"));
            Assert.That((grid.Width, grid.Height), Is.EqualTo((2 + (4 * 30), 2 + (3 * 30))));
            for (int row = 0; row < 3; row++)
            {
                Assert.That(Cell(grid, row, 0), Is.EqualTo(from[(784 * row)..(784 * (row + 1))]), $"begin of row {row}");
                Assert.That(Cell(grid, row, 3), Is.EqualTo(to[(784 * row)..(784 * (row + 1))]), $"end of row {row}");
                Assert.That(
                    Cell(grid, row, 1), Is.Not.EqualTo(Cell(grid, row, 0)).And.Not.EqualTo(Cell(grid, row, 3)), $"on the way of row {row}");
            }

            Assert.That(gif.Frames, Has.Count.EqualTo(6), "there and back, neither end twice");
            Assert.That(gif.Frames[0].Rgb, Is.EqualTo(GifTests.Rgb(ImageGrid.Compose(from, ImageFormat.Mnist))));
            Assert.That(gif.Frames[3].Rgb, Is.EqualTo(GifTests.Rgb(ImageGrid.Compose(to, ImageFormat.Mnist))));
            Assert.That(gif.Frames[5].Rgb, Is.EqualTo(gif.Frames[1].Rgb), "the way back is the way there");
        });
    }

    [Test]
    public void The_two_ways_differ_between_their_ends()
    {
        ReportRuns.Gray();
        Run("interpolate --run run --rows 1 --steps 3 --grid round.png --device cpu");
        Run("interpolate --run run --rows 1 --steps 3 --mode LINEAR --grid straight.png --device cpu");
        Bitmap round = PngFile.Read("round.png"), straight = PngFile.Read("straight.png");
        Assert.Multiple(() =>
        {
            Assert.That(Cell(round, 0, 0), Is.EqualTo(Cell(straight, 0, 0)));
            Assert.That(Cell(round, 0, 1), Is.Not.EqualTo(Cell(straight, 0, 1)));
        });
    }

    [Test]
    public void Points_walk_over_their_data()
    {
        ReportRuns.Points();
        Assert.That(Run("interpolate --run run --device cpu"), Is.EqualTo("8 walks of 10 steps: interpolation.png\n"));
        Run("interpolate --run run --gif walk.gif --device cpu");
        Assert.That(PngFile.Read("interpolation.png").Width, Is.EqualTo(512));
        Assert.That(
            GifDecoder.Decode(File.ReadAllBytes("walk.gif")).Frames.Select(frame => Convert.ToHexString(frame.Rgb)).Distinct().Count(),
            Is.EqualTo(10));
    }

    [TestCase("interpolate", "Option '--run' is required; Gan interpolate --help lists what there is.")]
    [TestCase("interpolate --run nowhere", "'nowhere': there is no such folder")]
    [TestCase("interpolate --run .", "it has no options.json")]
    [TestCase("interpolate --run . --rows 0", "--rows: expected 1 to 100, got 0.")]
    [TestCase("interpolate --run . --steps 1", "--steps: expected 2 to 200, got 1.")]
    [
        TestCase(
            "interpolate --run . --rows 100 --steps 200",
            "--rows 100 times --steps 200 are 20,000 samples, expected at most 10,000; ask for fewer.")]
    [TestCase("interpolate --run . --mode round", "--mode: expected slerp or linear, got 'round'.")]
    [TestCase("interpolate --run . --from x", "--from: expected a whole number from 0")]
    [TestCase("interpolate --run . --to 1", "--from and --to are both 1, so the walks would stand still; choose two seeds.")]
    public void A_mistake_is_answered_in_one_sentence_and_leaves_nothing(string arguments, string sentence)
    {
        Mistake(arguments, sentence);
        Assert.That(Directory.GetFileSystemEntries("."), Is.Empty);
    }

    [Test]
    public void A_run_without_a_checkpoint_and_a_place_that_cannot_be_written_are_named()
    {
        ReportRuns.Points();
        File.WriteAllText("file", "mine");
        Mistake("interpolate --run run --gif file/x.gif --device cpu", "Cannot write file/x.gif");
        Directory.Delete("run/checkpoints", recursive: true);
        Mistake("interpolate --run run", "run has no checkpoint yet");
    }

    private static byte[] Cell(Bitmap grid, int row, int column) =>
        [.. Enumerable.Range(0, 28).SelectMany(y => grid.Row(2 + (row * 30) + y).Slice(2 + (column * 30), 28).ToArray())];
}
