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
/// The picture of <c>sample --reconstruct</c>: rows of images of the test part, and below each row what the generator makes of the latent
/// vectors that the encoder gives them.
/// </summary>
internal static class ReconstructionGrid
{
    private const int Columns = 16;

    /// <param name="path">The picture.</param>
    /// <param name="generator">In evaluation mode.</param>
    /// <param name="options">Their data is shown.</param>
    /// <param name="count">Images, drawn by <paramref name="seed"/>.</param>
    /// <exception cref="InputException">The model has no encoder, or there are fewer images.</exception>
    public static void Write(
        string path, Sequential generator, GanModel model, TrainingOptions options, int count, ulong seed, Device device)
    {
        if (generator[0] is not BidirectionalGenerator both || model.Format is not ImageFormat format)
            throw new InputException(
                $"--reconstruct: model {model.Name} trains no encoder beside its generator; choose a run of --model bigan.");
        ISampleSource samples = TrainingData.Load(options with { Limit = 0 }, _ => { }, DatasetPart.Test);
        if (samples.Count < count)
            throw new InputException(
                $"--count: {options.Data} has {samples.Count:N0} images to reconstruct, got {count:N0}; ask for fewer.");
        using var noGrad = new NoGradScope();
        using var scope = new TensorScope();
        float[] values = new float[count * format.Size];
        samples.Read(Shuffle.Epoch(samples.Count, seed, epoch: 0).AsSpan(0, count), values);
        Tensor again = both.Forward(both.Encoder.Forward(Tensor.From(device, [count, .. model.SampleShape], values)));
        byte[] above = SamplePictures.ToBytes(model, values), below = SamplePictures.ToBytes(model, again.ToArray());
        Bitmap picture = ImageGrid.Blank(2 * ((count + Columns - 1) / Columns), Math.Min(count, Columns), format);
        for (int i = 0; i < count; i++)
        {
            Paste(above, i, 2 * (i / Columns));
            Paste(below, i, (2 * (i / Columns)) + 1);
        }

        PictureFile.Write(path, picture);
        Console.WriteLine($"{count} images above their reconstructions: {path}");

        void Paste(byte[] images, int i, int row) =>
            ImageGrid.Paste(picture, images.AsSpan(i * format.Size, format.Size), format, row, i % Columns, left: 0);
    }
}
