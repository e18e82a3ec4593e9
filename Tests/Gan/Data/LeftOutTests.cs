using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Tests.Gan.Data;

/// <summary>Classes that <c>--without</c> leaves out.</summary>
public sealed class LeftOutTests : Commands.CommandLine
{
    [TestCase("3", 10_000 - 1_010)]
    [TestCase("3, 5", 10_000 - 1_010 - 892)]
    [TestCase("none", 10_000)]
    public void Images_of_the_others_are_left(string list, int expected)
    {
        ISampleSource some = Digits(list);
        float[] labels = new float[some.Count];
        some.ReadLabels([.. Enumerable.Range(0, some.Count)], labels);
        Assert.That(some.Count, Is.EqualTo(expected));
        Assert.That(labels.Where(label => list.Contains($"{label}", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void A_limit_counts_those_that_are_left() => Assert.That(
        TrainingData.Load(TrainingOptions.For(new MlpModel()) with { Without = "0,1", Limit = 200 }, _ => { }).Count, Is.EqualTo(200));

    [Test]
    public void Points_and_pairs_leave_modes_and_classes_out()
    {
        ISampleSource points = TrainingData.Load(TrainingOptions.For(new Toy2dModel()) with { Without = "7" }, _ => { });
        Assert.That((points.Classes, points.Count), Is.EqualTo((7, 8_750)));
        ISampleSource pairs = TrainingData.Load(
            TrainingOptions.For(new Pix2pixModel()) with { Without = "9,8" }, _ => { }, DatasetPart.Test);
        Assert.That((pairs.Classes, pairs.Count), Is.EqualTo((8, 10_000 - 1_009 - 974)));
    }

    [Test]
    public void Names_of_classes_go_as_well_as_numbers()
    {
        int[] labels = [0, 1, 2, 1];
        string[] names = ["coat", "Bag", "boot"];
        Assert.That(LeftOut.Others("bag", "set", labels, names), Is.EqualTo(new[] { 0, 2 }));
        Assert.That(LeftOut.Others("0,boot", "set", labels, names), Is.EqualTo(new[] { 1, 3 }));
        Assert.That(
            () => LeftOut.Others("hat", "set", labels, names),
            Throws.TypeOf<InputException>().With.Message.EqualTo(
                "--without: --data set has no class 'hat'; expected 0 (coat), 1 (Bag), 2 (boot)."));
    }

    [TestCase("12", "--without: --data mnist has no class '12'; expected 0, 1, 2, 3, 4, 5, 6, 7, 8, 9.")]
    [TestCase("-1", "--data mnist has no class '-1'")]
    [TestCase("3,,5", "--without: expected classes by number or name, separated by commas, or none, got '3,,5'.")]
    [TestCase("0,1,2,3,4,5,6,7,8,9", "--without 0,1,2,3,4,5,6,7,8,9 leaves out all classes of --data mnist; leave out fewer.")]
    public void Lists_that_do_not_fit_are_refused(string list, string sentence) =>
        Mistake($"train --without {list} --device cpu --out run", sentence);

    [Test]
    public void Data_without_labels_is_refused()
    {
        IdxFile.Write("plain.idx", [64, 28, 28], new byte[64 * 784]);
        Mistake("train --data plain.idx --without 3 --device cpu --out run", "Classes to leave out need labels, and --data");
        Assert.That(Directory.Exists("run"), Is.False);
    }

    [Test]
    public void It_stays_with_the_run_and_cannot_change()
    {
        Run("train --without 3,5 --limit 64 --steps 1 --device cpu --out run");
        Assert.That(RunFolder.Open("run").ReadOptions().Without, Is.EqualTo("3,5"));
        Mistake("train --resume run --without 4", "--without cannot change when a run goes on");
        Run("train --resume run --steps 2");
        File.WriteAllText(
            "run/options.json", File.ReadAllText("run/options.json").Replace("\"3,5\"", "\"4\"", StringComparison.Ordinal));
        Mistake("train --resume run --steps 3", "without was \"3,5\" and is \"4\"");
    }

    private static ISampleSource Digits(string list) => TrainingData.Load(
        TrainingOptions.For(new MlpModel()) with { Without = list }, _ => { }, DatasetPart.Test);
}
