using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Commands;

/// <summary><c>sample --attention</c>: where places of generated images look, by the generator's first self-attention layer.</summary>
internal static class AttentionSamples
{
    /// <summary>Images in the picture, a row each.</summary>
    public const int Most = 8;

    /// <param name="path">The picture.</param>
    /// <param name="generator">In evaluation mode.</param>
    /// <param name="noise">Of the samples.</param>
    /// <param name="count">Images, 1 to <see cref="Most"/>.</param>
    /// <param name="label">The class of sample i, for a model with a condition.</param>
    /// <param name="truncation">The bound of <see cref="TruncatedNoise"/>; null for none.</param>
    /// <exception cref="InputException">The generator has no such layer.</exception>
    public static void Write(
        string path, Sequential generator, GanModel model, RandomSource noise, int count, Func<int, int> label, float? truncation)
    {
        int layer = generator.Children.ToList().FindIndex(child => child is SelfAttention2d);
        if (layer < 0 || model.Format is not ImageFormat format)
            throw new InputException(
                $"--attention: the generator of model {model.Name}, networks {model.Networks}, has no self-attention; choose a run of "
                + "--model sagan or --model biggan.");

        using var noGrad = new NoGradScope();
        using var scope = new TensorScope();
        if (model.Condition.TakesLabels)
            model.Condition.Labels.Current = Tensor.From(noise.Device, [count], [.. Enumerable.Range(0, count).Select(label)]);
        Tensor features = generator.Forward(TruncatedNoise.Normal(noise, [count, model.LatentSize], truncation), ..layer);
        float[] maps = ((SelfAttention2d)generator[layer]).Attention(features).ToArray();
        byte[] pixels = SamplePictures.ToBytes(model, generator.Forward(features, layer..).ToArray());
        PictureFile.Write(path, AttentionPicture.Draw(pixels, format, maps, features.Shape[2], features.Shape[3]));
        Console.WriteLine($"{count} samples with attention: {path}");
    }
}
