using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Images;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Training;
using GanFromScratch.Tests.Gan.Export;

namespace GanFromScratch.Tests.Gan.Commands;

public sealed class SampleCommandTests : CommandLine
{
    [Test]
    public void Images_are_written_in_three_forms_of_the_same_samples()
    {
        TrainOnNoise();
        IdxFile.Write("five-labels.idx", [5], new byte[5]);
        Mistake("sample --run run --count 5 --idx five.idx", "beside it lies five-labels.idx, which would be read as the labels");
        string output = Run("sample --run run --count 5 --seed 3 --grid made/grid.png --idx made/five.idx --png made/single");
        IdxFile idx = IdxFile.Read("made/five.idx");
        Bitmap grid = PngFile.Read("made/grid.png");
        Assert.Multiple(() =>
        {
            Assert.That(output, Is.EqualTo("5 samples: made/grid.png\n5 samples: made/five.idx\n5 samples: made/single\n"));
            Assert.That(idx.Dimensions, Is.EqualTo(new[] { 5, 28, 28 }));
            Assert.That((grid.Width, grid.Height), Is.EqualTo((2 + (3 * 30), 2 + (2 * 30))));
            Assert.That(
                Directory.GetFiles("made/single").Select(Path.GetFileName).Order(),
                Is.EqualTo(Enumerable.Range(0, 5).Select(i => $"sample-0000{i}.png")));
            for (int i = 0; i < 5; i++)
                Assert.That(
                    PngFile.Read($"made/single/sample-0000{i}.png").ToPlanes(), Is.EqualTo(idx.Data[(784 * i)..(784 * (i + 1))]),
                    $"image {i}");
        });
    }

    [Test]
    public void A_seed_gives_the_same_samples_and_more_of_them_begin_with_the_same()
    {
        TrainOnNoise();
        Run("sample --run run --count 300 --seed 3 --idx a");
        Run("sample --run run --count 300 --seed 3 --idx b");
        Run("sample --run run --count 300 --seed 4 --idx c");
        Run("sample --run run --count 600 --seed 3 --idx d");
        byte[] a = IdxFile.Read("a").Data;
        Assert.Multiple(() =>
        {
            Assert.That(IdxFile.Read("b").Data, Is.EqualTo(a));
            Assert.That(IdxFile.Read("c").Data, Is.Not.EqualTo(a));
            Assert.That(IdxFile.Read("d").Data[..(256 * 784)], Is.EqualTo(a[..(256 * 784)]));
        });
    }

    [Test]
    public void Points_are_drawn_as_a_scatter_and_nothing_else()
    {
        Run("train --model toy2d --steps 1 --out run");
        Assert.That(Run("sample --run run"), Is.EqualTo("64 samples: samples.png\n"));
        Assert.That(PngFile.Read("samples.png").Width, Is.EqualTo(512));
        Mistake(
            "sample --run run --idx x", "Model toy2d makes points of the plane, not images: --grid draws them, --idx and --png cannot.");
        Mistake("sample --run run --png x", "Model toy2d makes points");
    }

    [Test]
    public void Sampling_changes_nothing_in_the_run()
    {
        Run("train --model toy2d --steps 1 --out run");
        string[] before = [.. Directory.GetFiles("run", "*", SearchOption.AllDirectories).Order()];
        DateTime[] times = [.. before.Select(File.GetLastWriteTimeUtc)];
        Run("sample --run run --grid x.png");
        Assert.That(Directory.GetFiles("run", "*", SearchOption.AllDirectories).Order(), Is.EqualTo(before));
        Assert.That(before.Select(File.GetLastWriteTimeUtc), Is.EqualTo(times));
    }

    [Test]
    public void A_damaged_checkpoint_gives_way_to_the_one_before_it()
    {
        Run("train --model toy2d --batch 1000 --epochs 2 --checkpoint-every 1e --out run");
        IReadOnlyList<string> files = RunFolder.Open("run").CheckpointFiles();
        File.WriteAllText(files[0], "damaged");
        (int code, _, string errors) = Gan("sample --run run --grid x.png");
        Assert.That(code, Is.Zero);
        Assert.That(errors, Does.Contain(files[0]).And.EndWith("An older checkpoint takes its place.\n"));
        File.WriteAllText(files[1], "damaged too");
        Mistake("sample --run run --grid y.png", $"Cannot read {files[0]} as safetensors");
        Assert.That(File.Exists("y.png"), Is.False);
    }

    [TestCase("sample", "sample takes a generator from --run DIR or from --weights FILE; give one of them.")]
    [TestCase("sample --run nowhere", "'nowhere': there is no such folder")]
    [TestCase("sample --run .", "it has no options.json")]
    [TestCase("sample --run . --count 0", "--count: expected 1 to 1,000,000, got 0.")]
    [TestCase("sample --run . --count 1000001", "--count: expected 1 to 1,000,000, got 1000001.")]
    [TestCase("sample --run . --count few", "--count: expected a whole number, got 'few'.")]
    [TestCase("sample --run . --seed -3", "--seed: expected a whole number from 0")]
    [TestCase(
        "sample --run . --grid x.bmp", "--grid x.bmp: a picture is written as png, jpg or webp, which its extension says, got '.bmp'.")]
    [TestCase("sample --run . --gif x.png", "--gif x.png: an animation is written as gif, got '.png'.")]
    [TestCase("interpolate --run . --gif x.mp4", "--gif x.mp4: an animation is written as gif, got '.mp4'.")]
    [TestCase("sample --run . --mix x.gif", "--mix x.gif: a picture is written as png, jpg or webp")]
    [TestCase("sample --run . --format jpg", "--format is for the pictures of --png DIR, and the extension of --grid says its format")]
    [TestCase("sample --run . --append", "--append is for the pictures of --png DIR")]
    [TestCase("sample --run . --png d --format gif", "--format: expected png, jpg or webp, got 'gif'.")]
    [TestCase("sample --run . --png d --append --overwrite", "--append adds pictures to a folder and --overwrite replaces them")]
    [TestCase("interpolate --run . --grid x.pdf", "--grid x.pdf: a picture is written as png, jpg or webp")]
    [TestCase("data --data mnist --sheet x.tiff", "--sheet x.tiff: a picture is written as png, jpg or webp")]
    [TestCase("anomaly --run . --map x.mp4", "--map x.mp4: a picture is written as png, jpg or webp")]
    public void A_mistake_is_answered_in_one_sentence_and_leaves_nothing(string arguments, string sentence)
    {
        Mistake(arguments, sentence);
        Assert.That(Directory.GetFileSystemEntries("."), Is.Empty);
    }

    [Test]
    public void A_run_without_a_checkpoint_is_told_how_to_get_one()
    {
        Run("train --model toy2d --steps 1 --out run");
        Directory.Delete("run/checkpoints", recursive: true);
        Mistake("sample --run run", "run has no checkpoint yet: let train finish an epoch, or stop it with Ctrl+C, which saves one.");
    }

    [Test]
    public void A_place_that_cannot_be_written_is_named()
    {
        TrainOnNoise();
        File.WriteAllText("file", "mine");
        Mistake("sample --run run --grid file/x.png", "Cannot write file/x.png");
        Mistake("sample --run run --idx file/x", "Cannot write file/x");
        Mistake("sample --run run --png file", "Cannot write");
        Mistake("sample --run run --device abacus", "Unknown device 'abacus'");
        Mistake(
            "sample --run run --count 10001 --grid x.png",
            "--grid shows at most 10,000 images, got --count 10001; write so many by --idx or --png.");
        Mistake(["sample", "--run", "run", "--grid", ""], "--grid: expected the name of a file, got ''.");
        Assert.That(File.ReadAllText("file"), Is.EqualTo("mine"));
    }

    [Test]
    public void An_extension_decides_the_format()
    {
        TrainOnNoise();
        Run("sample --run run --count 4 --grid a.png");
        Run("sample --run run --count 4 --grid a.jpeg");
        Run("sample --run run --count 4 --grid a.WEBP");
        Bitmap png = PngFile.Read("a.png"), jpeg = Read(ImageKind.Jpeg, "a.jpeg"), webp = Read(ImageKind.Webp, "a.WEBP");
        Assert.That((jpeg.Width, jpeg.Height), Is.EqualTo((png.Width, png.Height)));
        Assert.That(jpeg.Pixels.Zip(png.Pixels, (a, b) => Math.Abs(a - b)).Average(), Is.LessThan(8), "noise is hard to compress");
        Assert.That(webp.ToPlanes()[..png.Pixels.Length], Is.EqualTo(png.Pixels), "without loss");

        static Bitmap Read(ImageKind kind, string path)
        {
            using DecodedImage image = ImageReader.Decode(kind, File.ReadAllBytes(path), path);
            (int channels, int height, int width) = image.Format.Opaque;
            byte[] planes = new byte[channels * height * width];
            ImageConversion.Convert(image, image.Format.Opaque, Fit.Stretch, planes);
            return Bitmap.FromPlanes(planes, channels, height, width);
        }
    }

    [Test]
    public void A_folder_with_pictures_is_added_to_or_replaced_only_when_asked()
    {
        TrainOnNoise();
        Directory.CreateDirectory("d");
        File.WriteAllText("d/notes.txt", "mine");
        Run("sample --run run --count 2 --png d");
        byte[] first = File.ReadAllBytes("d/sample-00000.png");
        Mistake(
            "sample --run run --count 2 --seed 2 --png d",
            "--png d holds 2 pictures already; choose another folder, add to them by --append, or replace those of the same names by "
            + "--overwrite.");
        Run("sample --run run --count 2 --seed 2 --png d --append --format webp");
        Assert.That(
            Directory.GetFiles("d").Select(Path.GetFileName).Order(),
            Is.EqualTo(new[] { "notes.txt", "sample-00000.png", "sample-00001.png", "sample-00002.webp", "sample-00003.webp" }));
        Assert.That(File.ReadAllBytes("d/sample-00000.png"), Is.EqualTo(first));
        Run("sample --run run --count 1 --seed 2 --png d --overwrite");
        Assert.That(File.ReadAllBytes("d/sample-00000.png"), Is.Not.EqualTo(first));
        Assert.That(Directory.GetFiles("d"), Has.Length.EqualTo(5));
    }

    [Test]
    public void Arrays_hold_the_images_and_their_labels()
    {
        Run("train --condition projection --steps 1 --limit 640 --out run");
        Assert.That(Run("sample --run run --count 12 --npz a.npz --idx i"), Does.Contain("12 samples with their labels: a.npz\n"));
        Dictionary<string, NpyReader.Array> arrays = NpyReader.Read("a.npz");
        Assert.That(arrays.Keys, Is.EquivalentTo(new[] { "x", "y" }));
        Assert.That((arrays["x"].Type, arrays["y"].Type), Is.EqualTo(("|u1", "<i8")));
        Assert.That(arrays["x"].Shape, Is.EqualTo(new[] { 12, 28, 28 }));
        Assert.That(arrays["x"].Data, Is.EqualTo(IdxFile.Read("i").Data));
        Assert.That(
            Enumerable.Range(0, 12).Select(i => BitConverter.ToInt64(arrays["y"].Data, 8 * i)),
            Is.EqualTo(new[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1 }));
        Run("sample --run run --class 7 --count 2 --npz b.npz");
        Assert.That(BitConverter.ToInt64(NpyReader.Read("b.npz")["y"].Data, 8), Is.EqualTo(7));
    }

    [Test]
    public void Colours_come_last_in_an_array()
    {
        byte[] pixels = new byte[8 * 3 * 32 * 32];
        new Random(1).NextBytes(pixels);
        IdxFile.Write("images", [8, 3, 32, 32], pixels);
        Run("train --model dcgan --data images --batch 4 --steps 1 --sample-count 4 --out run");
        Run("sample --run run --count 2 --npz a.npz --idx i");
        NpyReader.Array images = NpyReader.Read("a.npz")["x"];
        byte[] planes = IdxFile.Read("i").Data;
        Assert.That(images.Shape, Is.EqualTo(new[] { 2, 32, 32, 3 }));
        for (int c = 0; c < 3; c++)
            Assert.That(images.Data[(3 * 1023) + c], Is.EqualTo(planes[(c * 1024) + 1023]));
    }

    private static void TrainOnNoise()
    {
        byte[] pixels = new byte[16 * 784];
        new Random(1).NextBytes(pixels);
        IdxFile.Write("images", [16, 28, 28], pixels);
        Run("train --data images --batch 8 --steps 1 --sample-count 4 --out run");
    }
}
