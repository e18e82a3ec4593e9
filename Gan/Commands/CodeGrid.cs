using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Commands;

/// <summary>
/// The picture of <c>sample --codes</c> (figure 2 of Chen et al. 2016): a row for each category, and for each continuous code a block of
/// columns in which it goes from −2 to 2 while the other stays at 0. z is the same everywhere.
/// </summary>
internal static class CodeGrid
{
    /// <summary>Beyond the [−1, 1] of the training, as in the paper.</summary>
    private const float End = 2;

    private const int Steps = 9;

    /// <param name="path">The picture.</param>
    /// <param name="generator">In evaluation mode.</param>
    /// <param name="noise">Draws z.</param>
    /// <exception cref="InputException">The model has no codes.</exception>
    public static void Write(string path, Sequential generator, GanModel model, RandomSource noise)
    {
        if (model.Codes is not LatentCodes codes || model.Format is not ImageFormat format)
            throw new InputException($"--codes: the generator of model {model.Name} reads no codes; choose a run of --model infogan.");
        using var noGrad = new NoGradScope();
        using var scope = new TensorScope();
        float[] z = noise.Normal([1, model.LatentSize]).ToArray();

        // An empty column stands between two blocks.
        Bitmap picture = ImageGrid.Blank(codes.Categories, (codes.Continuous * (Steps + 1)) - 1, format);
        for (int row = 0; row < codes.Categories; row++)
        {
            float[] inputs = [.. Enumerable.Range(0, codes.Continuous * Steps).SelectMany(i => Input(row, i / Steps, i % Steps))];
            Tensor samples = generator.Forward(
                Tensor.From(noise.Device, [codes.Continuous * Steps, .. model.GeneratorInput], inputs));
            byte[] pixels = SamplePictures.ToBytes(model, samples.ToArray());
            for (int i = 0; i < codes.Continuous * Steps; i++)
                ImageGrid.Paste(picture, pixels.AsSpan(i * format.Size, format.Size), format, row, i + (i / Steps), left: 0);
        }

        PictureFile.Write(path, picture);
        Console.WriteLine($"{codes.Categories} categories, {codes.Continuous} codes from {-End} to {End}: {path}");

        float[] Input(int category, int code, int step)
        {
            float[] c = new float[codes.Size];
            c[category] = 1;
            c[codes.Categories + code] = End * ((2f * step / (Steps - 1)) - 1);
            return [.. z, .. c];
        }
    }
}
