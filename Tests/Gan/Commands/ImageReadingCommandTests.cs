using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Training;
using GanFromScratch.Tests.Gan.Data.Images;

namespace GanFromScratch.Tests.Gan.Commands;

/// <summary>A user's images of any kind through the verbs that read some.</summary>
public sealed class ImageReadingCommandTests : CommandLine
{
    private const string Small = "train --model dcgan --data photos --batch 4 --sample-count 4 --device cpu --steps 1 --out run";

    [Test]
    public void A_training_reads_all_kinds_and_keeps_how()
    {
        Directory.CreateDirectory("photos");
        foreach (TestImage image in TestImage.All)
            File.WriteAllBytes($"photos/{image.Name}", image.Bytes);
        File.WriteAllBytes("photos/clear.png", PngBuilder.WithHeader(2, 1, 8, 4).Rows([0, 0, 0, 0, 255]).End());
        File.WriteAllText("photos/bad.jpg", "no photograph");
        Mistake(Small,
            "photos/bad.jpg: its content is no image of the kinds PNG, JPEG, GIF, BMP, WebP, TIFF, PBM, TGA; use another copy, or convert "
            + "it to one of them; --skip-bad-images skips damaged images.");
        string output = Run(Small + " --skip-bad-images --background white");
        TrainingOptions options = RunFolder.Open("run").ReadOptions();
        Assert.Multiple(() =>
        {
            Assert.That(
                output,
                Does.Contain("1 damaged image skipped").And.Contain(
                    "1 image with transparent pixels laid on white\n").And.Contain($"; {TestImage.All.Count + 1} samples of "));
            Assert.That((options.Background, options.SkipBadImages), Is.EqualTo(("white", true)));
            Assert.That(
                Run("train --resume run --steps 2"), Does.Contain("1 damaged image skipped"), "a run that goes on reads as it did");
        });
        Mistake("train --resume run --background black", "--background cannot change when a run goes on;");
        Mistake(
            "train --data photos --background #12", "--background: expected auto, a colour such as white or black, or #rrggbb, got '#12'.");
        string saved = File.ReadAllText("run/options.json");
        Assert.That(saved, Does.Contain("\"background\": \"white\"").And.Contain("\"skipBadImages\": true"));
        File.WriteAllText(
            "run/options.json",
            saved.Replace("  \"background\": \"white\",\n", "", StringComparison.Ordinal)
                .Replace("  \"skipBadImages\": true,\n", "", StringComparison.Ordinal));
        options = RunFolder.Open("run").ReadOptions();
        Assert.That((options.Background, options.SkipBadImages), Is.EqualTo(("auto", false)), "a run from before there was a choice");
    }

    [Test]
    public void The_data_verb_says_what_it_did()
    {
        Directory.CreateDirectory("photos");
        File.WriteAllBytes("photos/a.png", PngBuilder.WithHeader(2, 1, 8, 4).Rows([0, 0, 0, 0, 255]).End());
        File.WriteAllBytes("photos/b.png", PngBuilder.WithHeader(2, 1, 8, 0).Chunk("IDAT", [0x78, 0x20, 0, 0, 0, 1, 3, 0]).End());
        Mistake("data --data photos",
            "Cannot read photos/b.png as PNG: its pixels are packed with a preset dictionary, which PNG does not allow; the file is "
            + "damaged, use another copy; --skip-bad-images skips damaged images.");
        Assert.That(
            Run("data --data photos --skip-bad-images --sheet sheet.png"),
            Does.Contain("photos: 1 images, 2×1 gray").And.Contain(
                "laid on white, since what is drawn is dark").And.Contain("1 damaged image skipped"));
        Assert.That(PngFile.Read("sheet.png").Pixels[(2 * 6) + 2], Is.EqualTo(255));
        Assert.That(Run("data --data photos --skip-bad-images --background black"), Does.Contain("laid on black\n"));
        Mistake("data --data photos/a.png", "is a single image, expected many; give the folder it lies in.");
    }
}
