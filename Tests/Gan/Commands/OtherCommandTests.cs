using System.CommandLine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;
using GanFromScratch.Gan.Output;

namespace GanFromScratch.Tests.Gan.Commands;

public sealed class OtherCommandTests : CommandLine
{
    [Test]
    public void Help_names_every_verb() =>
        Assert.That(
            Run("--help"),
            Does.Contain("train").And.Contain("sample").And.Contain("interpolate").And.Contain("report").And.Contain("data")
                .And.Contain("summary").And.Contain("devices").And.Contain("explain"));

    [Test]
    public void Every_option_is_in_kebab_case_and_explained()
    {
        foreach (Command verb in Program.Root.Subcommands)
        {
            foreach (Option option in verb.Options)
            {
                Assert.That(option.Name, Does.Match("^--[a-z0-9]+(-[a-z0-9]+)*$"), verb.Name);
                Assert.That(option.Description, Has.Length.GreaterThan(10), $"{verb.Name} {option.Name}");
            }
        }
    }

    [Test]
    public void The_help_of_train_shows_the_default_of_every_model()
    {
        string help = Run("train --help");
        Assert.Multiple(() =>
        {
            Assert.That(help, Does.Contain("[default: 12; "), "epochs");
            foreach (GanModel model in GanModel.Catalog.All.Where(m => TrainingOptions.For(m).Epochs != 12))
                Assert.That(help, Does.Contain($"; {model.Name} {TrainingOptions.For(model).Epochs}"), "epochs");
            Assert.That(
                help, Does.Contain("[default: 0.0002; ").And.Contain("; conv 0.001; infogan 0.0008; keras-mlp 0.001"), "learning rate");
            Assert.That(
                help, Does.Contain("--update <alternating|simultaneous>").And.Contain("[default: alternating; keras-mlp simultaneous]"));
        });
    }

    [TestCase("", "Required command was not provided; Gan --help lists what there is.")]
    [TestCase("trian", "Unknown command 'trian'; did you mean 'train'? Gan --help lists what there is.")]
    [TestCase("paint", "Unknown command 'paint'; Gan --help lists what there is.")]
    [TestCase("summary --model vae", "Unknown model 'vae'")]
    [TestCase("data --data nowhere", "There is no data set and no file 'nowhere'")]
    [TestCase("devices --all", "Unknown option '--all'; Gan devices --help")]
    public void A_mistake_is_answered_in_one_sentence(string arguments, string sentence) => Mistake(arguments, sentence);

    [Test]
    public void The_summary_counts_the_published_parameters()
    {
        Assert.That(
            Run("summary"),
            Does.Contain("1,510,032 parameters").And.Contain("566,273 parameters").And.Contain("693,784 parameters").And.Contain(
            "641 parameters"));
        Assert.That(Run("summary --model toy2d"), Does.Contain("Dense 10→64").And.Not.Contain("784"));
    }

    [Test]
    public void The_devices_are_listed() =>
        Assert.That(Run("devices").Split('\n').Select(l => l.Split(' ')[0]), Is.SupersetOf(new[] { "cpu", "reference" }));

    [Test]
    public void Each_device_behind_a_driver_is_listed_with_what_the_compilers_make_of_it()
    {
        string[] lines = Run("devices").Split('\n');
        foreach (DeviceCatalog.Entry device in DeviceCatalog.List().Where(d => d.Compilers != null && d.Refused == null))
        {
            string line = lines.Single(l => l.StartsWith($"{device.Name} ", StringComparison.Ordinal));
            Assert.That(
                line,
                device.Compilers!.IlgpuRefused is string reason
                    ? Does.EndWith($"compilers: c, not ilgpu ({reason})")
                    : Does.Match("compilers: (ilgpu, c|c, ilgpu|ilgpu, not c)"));
        }
    }

    [Test]
    public void The_data_sets_are_listed_with_their_counts_and_whether_they_are_genuine() =>
        Assert.That(
            Run("data"),
            Does.Contain("60,000 training images and 10,000 test images, 28×28 gray").And.Contain(
                "train-images-idx3-ubyte: the original").And.Contain("ring, grid, moons, spiral"));

    [Test]
    public void A_data_set_is_shown_on_a_contact_sheet()
    {
        Assert.That(
            Run("data --data mnist --sheet sheets/mnist.png"),
            Does.Contain("mnist: 60,000 images, 28×28 gray").And.Contain("0: 5,923").And.EndWith("contact sheet: sheets/mnist.png\n"));
        Assert.That(PngFile.Read("sheets/mnist.png").Height, Is.EqualTo(2 + (10 * 30)));
    }

    [Test]
    public void A_contact_sheet_shows_what_the_discriminator_sees()
    {
        Run("data --data mnist --sheet plain.png");
        Run("data --data mnist --sheet changed.png --augment translation,cutout");
        Bitmap plain = PngFile.Read("plain.png"), changed = PngFile.Read("changed.png");
        Assert.That((changed.Width, changed.Height), Is.EqualTo((plain.Width, plain.Height)));
        Assert.That(changed.Pixels, Does.Contain(128).And.Not.EqualTo(plain.Pixels), "cut-out pixels are 0, half-way from black to white");
    }

    [TestCase("ring", "; 8 modes")]
    [TestCase("grid", "; 25 modes")]
    [TestCase("moons", "in [-1, 1]²\n")]
    public void A_distribution_of_points_is_shown_as_a_scatter(string name, string words)
    {
        Assert.That(Run($"data --data {name} --sheet points.png"), Does.Contain(words));
        Assert.That(PngFile.Read("points.png").Width, Is.EqualTo(512));
    }
}
