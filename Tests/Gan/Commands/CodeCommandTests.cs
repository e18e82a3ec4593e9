using GanFromScratch.Gan.Output;

namespace GanFromScratch.Tests.Gan.Commands;

/// <summary>Runs with codes on the command line.</summary>
public sealed class CodeCommandTests : CommandLine
{
    [Test]
    public void A_run_shows_its_codes_in_one_grid_and_scores_them()
    {
        Run("train --model infogan --batch 4 --steps 2 --limit 16 --sample-count 4 --device cpu --out run");
        Run("sample --run run --codes codes.png --device cpu");
        Bitmap grid = PngFile.Read("codes.png");
        Assert.That((grid.Width, grid.Height), Is.EqualTo((2 + (19 * 30), 2 + (10 * 30))), "ten rows, two blocks of nine");
        Assert.That(Cell(grid, 0, 4), Is.EqualTo(Cell(grid, 0, 14)), "in the middle of both blocks all codes are 0");
        Assert.That(Cell(grid, 0, 0), Is.Not.EqualTo(Cell(grid, 0, 8)), "a code changes the image");
        Assert.That(Cell(grid, 0, 4), Is.Not.EqualTo(Cell(grid, 1, 4)), "a category changes the image");
        Assert.That(
            Run("score --run run --count 100 --device cpu"),
            Does.Contain("purity of the categories").And.Contain("|correlation| of code 2 and slant"));
        Run("interpolate --run run --rows 1 --steps 3 --grid walk.png --device cpu");
        Mistake("anomaly --run run", "run cannot find anomalies: model infogan has codes beside the noise");
    }

    [TestCase("train --model infogan --pack 2", "--pack 2 joins samples of several codes")]
    [TestCase("train --information-real 1", "are about codes, and model mlp has none; leave them out, or choose --model infogan")]
    [TestCase("train --model infogan --information -1", "--information: expected 0 (off) or a positive weight, got -1")]
    public void What_does_not_go_with_codes_is_refused(string command, string why) => Mistake(command, why);

    [Test]
    public void A_run_without_codes_has_no_such_grid()
    {
        Run("train --steps 1 --limit 64 --sample-count 1 --device cpu --out run");
        Mistake("sample --run run --codes codes.png", "--codes: the generator of model mlp reads no codes; choose a run of");
    }

    private static byte[] Cell(Bitmap grid, int row, int column) =>
        [.. Enumerable.Range(0, 28).SelectMany(y => grid.Row(2 + (row * 30) + y).Slice(2 + (column * 30), 28).ToArray())];
}
