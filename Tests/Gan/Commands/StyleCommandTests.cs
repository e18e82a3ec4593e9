using System.Text.Json;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Output;

namespace GanFromScratch.Tests.Gan.Commands;

/// <summary>The verbs of a model with styles.</summary>
public sealed class StyleCommandTests : CommandLine
{
    [Test]
    public void Mixtures_walks_in_w_and_path_lengths_of_a_run()
    {
        byte[] pixels = new byte[8 * 784];
        new Random(1).NextBytes(pixels);
        IdxFile.Write("images", [8, 28, 28], pixels);
        Run("train --model stylegan --data images --batch 8 --steps 1 --sample-count 1 --out run --device cpu");
        Run("sample --run run --count 4 --seed 5 --idx samples --device cpu");
        byte[] samples = IdxFile.Read("samples").Data;
        byte[] Sample(int i) => samples[(784 * i)..(784 * (i + 1))];

        Assert.That(Run("sample --run run --count 2 --seed 5 --mix mix.png --device cpu"), Is.EqualTo("2×2 mixtures: mix.png\n"));
        Run("sample --run run --count 2 --seed 5 --mix all-a.png --crossover 6 --device cpu");
        Run("sample --run run --count 2 --seed 5 --mix all-b.png --crossover 0 --device cpu");
        Bitmap mix = PngFile.Read("mix.png"), a = PngFile.Read("all-a.png"), b = PngFile.Read("all-b.png");
        Assert.Multiple(() =>
        {
            Assert.That((mix.Width, mix.Height), Is.EqualTo((2 + (3 * 30), 2 + (3 * 30))));
            for (int i = 0; i < 2; i++)
            {
                Assert.That(Cell(mix, 0, i + 1), Near(Sample(i)), $"source A {i}");
                Assert.That(Cell(mix, i + 1, 0), Near(Sample(2 + i)), $"source B {i}");
                Assert.That(Cell(a, 1, i + 1), Near(Sample(i)), "all layers of A");
                Assert.That(Cell(b, i + 1, 1), Near(Sample(2 + i)), "all layers of B");
            }

            Assert.That(Cell(mix, 1, 1), Is.Not.EqualTo(Cell(mix, 0, 1)).And.Not.EqualTo(Cell(mix, 1, 0)));
        });

        Run("interpolate --run run --rows 2 --steps 3 --from 5 --to 6 --space w --grid walk.png --device cpu");
        Run("interpolate --run run --rows 2 --steps 3 --from 5 --to 6 --mode linear --grid z.png --device cpu");
        Bitmap walk = PngFile.Read("walk.png"), inZ = PngFile.Read("z.png");
        Assert.That(Cell(walk, 0, 0), Near(Sample(0)));
        Assert.That(Cell(walk, 0, 2), Is.EqualTo(Cell(inZ, 0, 2)), "the same ends");
        Assert.That(Cell(walk, 0, 1), Is.Not.EqualTo(Cell(inZ, 0, 1)), "another way");

        using var scores = JsonDocument.Parse(Run("score --run run --data mnist --count 100 --path-length --json --device cpu"));
        Assert.That(scores.RootElement.GetProperty("path_length_z").GetDouble(), Is.GreaterThan(0));
        Assert.That(scores.RootElement.GetProperty("path_length_w").GetDouble(), Is.GreaterThan(0));
        Assert.That(scores.RootElement.GetProperty("path_length_w_real").ValueKind, Is.EqualTo(JsonValueKind.Null));

        Mistake("sample --run run --mix x.png --grid y.png", "--mix makes a picture of its own; leave out --grid.");
        Mistake("sample --run run --crossover 2", "--crossover belongs to --mix FILE.png; give both, or none.");
        Mistake(
            "sample --run run --mix x.png --crossover 7 --device cpu",
            "--crossover: expected 0 to 6, the number of layers with a style, got 7.");
        Mistake("sample --run run --mix x.png --count 100", "--count: expected 1 to 99 sources for --mix, got 100.");
        Mistake("score --images samples --path-length", "--path-length walks in the latent space of a generator: give --run DIR with it.");
    }

    [Test]
    public void A_run_without_styles_is_told_so()
    {
        Reports.ReportRuns.Gray();
        const string reason = "needs a generator with styles w, which model mlp has not; it is for runs of --model stylegan.";
        Mistake("sample --run run --mix x.png --device cpu", $"--mix {reason}");
        Mistake("sample --run run --psi 0.5 --device cpu", $"--psi {reason}");
        Mistake("interpolate --run run --space w --device cpu", $"--space w {reason}");
        Mistake("score --run run --data mnist --path-length --device cpu", $"--path-length {reason}");
    }

    /// <summary>The size of a batch decides in which order products are added, which may move a byte by one.</summary>
    private static NUnit.Framework.Constraints.EqualConstraint Near(byte[] expected) => Is.EqualTo(expected).AsCollection.Within(1);

    private static byte[] Cell(Bitmap grid, int row, int column) =>
        [.. Enumerable.Range(0, 28).SelectMany(y => grid.Row(2 + (row * 30) + y).Slice(2 + (column * 30), 28).ToArray())];
}
