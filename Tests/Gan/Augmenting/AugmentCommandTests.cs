using System.Text.Json;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Augmenting;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Tests.Gan.Augmenting;

public sealed class AugmentCommandTests : Commands.CommandLine
{
    [Test]
    public void The_drawn_images_are_as_many_of_each_class_and_others_of_each_seed_and_none_is_tested()
    {
        // Image i is of class i mod 3, and holds its own number.
        var all = new ImageSet("all", new ImageFormat(1, 1, 1), [.. Enumerable.Range(0, 60).Select(i => (byte)i)],
            [.. Enumerable.Range(0, 60).Select(i => i % 3)]);
        LabelledSubset one = LabelledSubset.Draw(all, test: null, perClass: 4, seed: 1), two = LabelledSubset.Draw(all, null, 4, seed: 2);
        Assert.Multiple(() =>
        {
            Assert.That(one.Images.CountByClass(), Is.EqualTo(new[] { 4, 4, 4 }));
            Assert.That(one.Images.Pixels.Select(number => number % 3), Is.EqualTo(one.Images.Labels));
            Assert.That(one.Images.Pixels.Concat(one.Test.Pixels), Is.EquivalentTo(all.Pixels));
            Assert.That(one.Images.Pixels, Is.Not.EquivalentTo(two.Images.Pixels));
            Assert.That(LabelledSubset.Draw(all, null, 4, seed: 1).Images.Pixels, Is.EqualTo(one.Images.Pixels));
            Assert.That(
                () => LabelledSubset.Draw(all, null, 20, seed: 1),
                Throws.TypeOf<InputException>().With.Message.EqualTo(
                    "--labels: a class of all has 19 images to draw, but 20 are asked for; lower it."));
        });
    }

    [Test]
    public void A_table_has_a_row_and_the_same_command_does_not_train_again()
    {
        const string command = "augment --data few --labels 12 --seeds 2 --steps 3 --width 0.1 --batch 8 --made 5 "
            + "--classifier-steps 1 --out a --device cpu --augment none";
        ImageSet few = DatasetCatalog.Default.Load("mnist", DatasetPart.Test).Take(400);
        Directory.CreateDirectory("few");
        foreach (string name in new[] { "train", "t10k" })
        {
            IdxFile.WriteImages($"few/{name}-images-idx3-ubyte", few);
            IdxFile.WriteLabels($"few/{name}-labels-idx1-ubyte", few.Labels);
        }

        string table = Run(command);
        string[] rows = table.Split('\n');
        TrainingOptions options = RunFolder.Open("a/labels-12-seed-2/run").ReadOptions();
        DateTime written = File.GetLastWriteTimeUtc("a/labels-12-seed-1/run/log.csv");
        (int code, string again, _) = Gan(command + " --json");
        using var last = JsonDocument.Parse(again.TrimEnd().Split('\n')[^1]);
        Assert.Multiple(() =>
        {
            Assert.That(rows, Has.Some.Match(@"^labels a class +none +classical +gan +both$"));
            Assert.That(rows, Has.Some.Match(@"^12( +\d+\.\d% ± \d+\.\d%){4}$"));
            Assert.That((options.Condition, options.Loss, options.Seed, options.Classes), Is.EqualTo(("projection", "hinge", 2ul, 10)));
            Assert.That(DatasetCatalog.Default.Load(options.Data).CountByClass(), Is.All.EqualTo(12));
            Assert.That(code, Is.Zero);
            Assert.That(File.GetLastWriteTimeUtc("a/labels-12-seed-1/run/log.csv"), Is.EqualTo(written));
            Assert.That(last.RootElement.GetProperty("labels").GetInt32(), Is.EqualTo(12));
            Assert.That(rows, Has.Some.Contains(FormattableString.Invariant(
                $"{last.RootElement.GetProperty("classical").GetDouble():0.0%} ± ")), "the same figures again");
        });
    }

    [TestCase("--condition none", "The GAN must make images of a class that is asked for; leave out --condition none.")]
    [TestCase("--labels 0", "--labels: expected 1 to 100,000, got 0.")]
    public void A_mistake_is_told_in_a_sentence(string words, string sentence) => Mistake($"augment --out a {words}", sentence);
}
