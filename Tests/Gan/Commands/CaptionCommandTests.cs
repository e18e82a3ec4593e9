using GanFromScratch.Gan.Output;

namespace GanFromScratch.Tests.Gan.Commands;

/// <summary>Runs with captions on the command line.</summary>
public sealed class CaptionCommandTests : CommandLine
{
    [Test]
    public void A_run_draws_a_caption_and_scores_what_it_draws()
    {
        Run("train --model text2image --batch 4 --steps 2 --limit 8 --sample-count 4 --device cpu --out run");
        string[] sample = ["sample", "--run", "run", "--device", "cpu", "--text"];
        Run([.. sample, "a thin seven left of a thick, slanted three", "--count", "4", "--grid", "drawn.png"]);
        Assert.That(PngFile.Read("drawn.png").Width, Is.EqualTo(2 + (2 * 58)));
        Assert.That(
            Run("score --run run --count 100 --device cpu"),
            Does.Contain("both digits right, in their places").And.Contain("as thin or thick as asked for"));
        Run("interpolate --run run --rows 1 --steps 3 --from-class 0 --to-class 5 --grid walk.png --device cpu");
        Mistake([.. sample, "a purple seven"], "The word 'purple' is in no caption that was learnt; known are: a, eight, ");
        Mistake([.. sample, ""], "The caption '' has no word; give it words of letters or digits.");
        Mistake("sample --run run --text seven --class 3", "--class and --text both say what to draw");
    }

    [Test]
    public void Own_captions_are_the_names_of_classes()
    {
        for (int i = 0; i < 4; i++)
        {
            byte[] pixels = Enumerable.Repeat((byte)(50 * i), 32 * 32).ToArray();
            PngFile.Write($"own/{(i % 2 == 0 ? "a dark square" : "a bright, even square")}/{i}.png", Bitmap.FromPlanes(pixels, 1, 32, 32));
        }

        Run("train --model text2image --data own --batch 2 --steps 1 --sample-count 2 --device cpu --out run");
        Run("sample", "--run", "run", "--device", "cpu", "--text", "a dark, even square", "--count", "1");
        Mistake(["sample", "--run", "run", "--text", "a red square"], "known are: a, bright, dark, even, square.");
        Run("train --resume run --steps 2");
    }

    [TestCase("train --condition caption", "--condition caption reads the names of classes, and those of --data mnist are only numbers")]
    [TestCase("train --model text2image --image-size 32", "--image-size 32: model text2image learns digits, as those of --data mnist, at")]
    public void What_has_no_captions_is_refused(string command, string why) => Mistake(command, why);

    [Test]
    public void A_run_without_captions_draws_none()
    {
        Run("train --steps 1 --limit 64 --sample-count 1 --device cpu --out run");
        Mistake("sample --run run --text seven", "--text is for a run that was trained with --condition caption, and run was not");
    }
}
