using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Models;

namespace GanFromScratch.Tests.Gan.Models;

public sealed class FormatChoiceTests
{
    private static readonly GanModel Dcgan = new DcganModel();

    [TestCase(28, 28, 1, 28, 1)]
    [TestCase(64, 64, 3, 64, 3)]
    [TestCase(32, 32, 3, 32, 3)]
    [TestCase(16, 16, 3, 28, 3, Description = "smaller than all")]
    [TestCase(30, 30, 1, 32, 1, Description = "as near to 28, so the larger")]
    [TestCase(48, 48, 1, 64, 1, Description = "as near to 32, so the larger")]
    [TestCase(47, 47, 1, 32, 1)]
    [TestCase(480, 640, 3, 64, 3, Description = "a photograph")]
    [TestCase(10, 60, 3, 64, 3, Description = "the longer side counts")]
    public void Images_go_to_what_is_nearest(int height, int width, int channels, int size, int colours) =>
        Assert.That(
            FormatChoice.Nearest(Dcgan.Formats, new ImageFormat(channels, height, width)),
            Is.EqualTo(new ImageFormat(colours, size, size)));

    [Test]
    public void A_model_of_one_format_has_no_choice() =>
        Assert.That(FormatChoice.Nearest(new MlpModel().Formats, new ImageFormat(3, 64, 64)), Is.EqualTo(ImageFormat.Mnist));

    [TestCase(0, 0, 6)]
    [TestCase(64, 0, 2)]
    [TestCase(0, 3, 3)]
    [TestCase(32, 1, 1)]
    public void What_is_said_narrows_the_choice(int size, int channels, int left) =>
        Assert.That(
            FormatChoice.Among(Dcgan, size, channels),
            Has.Count.EqualTo(left).And.All.Matches<ImageFormat>(
                f => (size == 0 || (f.Height == size && f.Width == size)) && (channels == 0 || f.Channels == channels)));

    [
        TestCase(
            "dcgan", 48, 0,
            "--image-size: expected 28, 32 or 64 for model dcgan, got 48; choose one of these, to which other images are converted.")]
    [
        TestCase(
            "dcgan", -64, 0,
            "--image-size: expected 28, 32 or 64 for model dcgan, got -64; choose one of these, to which other images are converted.")]
    [
        TestCase(
            "dcgan", 64, 4,
            "--channels: expected 1 or 3 for model dcgan, got 4; choose one of these, to which other images are converted.")]
    [TestCase("mlp", 0, 3,
        "--channels: expected 1 for model mlp, got 3; for 3 choose --model ")]
    [TestCase("conv", 64, 3, "--image-size: expected 28 for model conv, got 64; for 64 choose --model ")]
    [TestCase("keras-mlp", 32, 0,
        "--image-size: expected 28 for model keras-mlp, got 32; for 32 choose --model ")]
    [
        TestCase(
            "dcgan-upsample", 28, 0,
            "--image-size: expected 32 for model dcgan-upsample, got 28; for 28 choose --model mlp or ")]
    [TestCase("toy2d", 64, 0,
        "--image-size 64: model toy2d makes points of the plane, expected a model of images; leave it out, or choose another --model.")]
    [
        TestCase(
            "toy2d", 0, 1,
            "--channels 1: model toy2d makes points of the plane, expected a model of images; leave it out, or choose another --model.")]
    public void What_a_model_has_no_networks_for_is_answered_with_what_it_has(string model, int size, int channels, string sentence) =>
        Assert.That(
            () => FormatChoice.Among(GanModel.Catalog.Find(model), size, channels),
            Throws.TypeOf<InputException>().With.Message.StartsWith(sentence));

    [Test]
    public void A_model_is_itself_in_its_own_format_and_another_in_another()
    {
        Assert.That(Dcgan.For(ImageFormat.Mnist), Is.SameAs(Dcgan));
        Assert.That(Dcgan.For(new ImageFormat(3, 64, 64)).Format, Is.EqualTo(new ImageFormat(3, 64, 64)));
        Assert.That(() => Dcgan.For(new ImageFormat(3, 48, 48)), Throws.ArgumentException);
    }
}
