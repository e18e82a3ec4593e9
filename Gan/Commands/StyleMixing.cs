using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Commands;

/// <summary>
/// The picture of <c>sample --mix</c> (figure 3 of Karras, Laine, Aila 2019): sources A in the first row, sources B in the first column,
/// and between them the samples with the coarse styles of A and the fine styles of B.
/// </summary>
internal static class StyleMixing
{
    /// <param name="space">Of a generator in evaluation mode.</param>
    /// <param name="noise">Gives A and then B: the samples that the sample verb makes of the same noise.</param>
    /// <param name="count">Sources of each kind.</param>
    /// <param name="crossover">The first layer with the styles of B.</param>
    public static Bitmap Draw(StyleSpace space, GanModel model, ImageFormat format, RandomSource noise, int count, int crossover)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGradScope();
        model.Condition.Labels.Current = SamplePictures.Labels(noise.Device, model, count);
        Tensor both = space.Map(noise.Normal([2 * count, model.LatentSize]));
        Tensor a = both.Slice(0, 0, count), b = both.Slice(0, count, count);
        Bitmap picture = ImageGrid.Blank(count + 1, count + 1, format);
        byte[] first = Pixels(space.Synthesize(a)), column = Pixels(space.Synthesize(b));
        for (int i = 0; i < count; i++)
        {
            Paste(first, i, row: 0, i + 1);
            Paste(column, i, row: i + 1, 0);
        }

        for (int row = 0; row < count; row++)
        {
            byte[] mixed = Pixels(space.Mix(a, b.Slice(0, row, 1).BroadcastTo(b.Shape), crossover));
            for (int i = 0; i < count; i++)
                Paste(mixed, i, row + 1, i + 1);
        }

        return picture;

        byte[] Pixels(Tensor samples) => SamplePictures.ToBytes(model, samples.ToArray());
        void Paste(byte[] pixels, int i, int row, int at) =>
            ImageGrid.Paste(picture, pixels.AsSpan(i * format.Size, format.Size), format, row, at, left: 0);
    }
}
