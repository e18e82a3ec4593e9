using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Commands;

/// <summary><c>sample --gif</c> of a run that makes clips: all of them at once, side by side.</summary>
internal static class ClipAnimation
{
    /// <summary>Clips, usually and at most.</summary>
    public const int Usual = 16, Most = 400;

    private const int Delay = 15, LastDelay = 50;

    /// <param name="path">Of the GIF.</param>
    /// <param name="generator">In evaluation mode.</param>
    /// <param name="count">Clips, 1 to <see cref="Most"/>.</param>
    /// <param name="noise">Draws them.</param>
    public static void Write(string path, Sequential generator, GanModel model, int count, RandomSource noise)
    {
        ImageFormat format = model.Format!.Value;
        var clips = new ImageSet("clips", format, SampleCommand.Generate(
            generator, model, SampleCommand.OfNoise(model, noise), count, _ => 0, values => SamplePictures.ToBytes(model, values)));
        GifFile.Write(
            path,
            [
                .. Enumerable.Range(0, model.Frames).Select(t => ImageGrid.Compose(
                    clips.Select([.. Enumerable.Range(0, count).Select(i => (i * model.Frames) + t)]))),
            ],
            Delay, LastDelay);
        Console.WriteLine($"{count} clips of {model.Frames} frames: {path}");
    }
}
