using System.Globalization;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Pairs;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Scores.Measures;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Commands;

/// <summary>
/// <c>sample --gif</c>: videos that a model goes on with by itself. It is given the first frames of a video; each frame that it predicts
/// is an input of the next predictions.
/// </summary>
internal static class Rollout
{
    /// <summary>Videos side by side, usually and at most; predicted frames, where the videos are as long.</summary>
    public const int UsualVideos = 4, MostVideos = 12, Frames = 20;

    private const int Delay = 15, LastDelay = 100;

    /// <summary>Writes an animation with the true videos in the upper row and the model's beneath them, and prints its PSNR.</summary>
    /// <param name="path">Of the GIF.</param>
    /// <param name="generator">In evaluation mode.</param>
    /// <param name="options">Of the run; the videos are of the test part of its data.</param>
    /// <param name="count">Videos, 1 to <see cref="MostVideos"/>; fewer if there are not so many.</param>
    /// <param name="seed">Chooses them.</param>
    public static void Write(
        string path, Sequential generator, TranslationModel model, TrainingOptions options, int count, ulong seed, Device device)
    {
        ImageFormat format = model.Format!.Value;
        Videos videos = ((FramePairing)Pairing.Catalog.Find(options.Pairs)).LoadVideos(
            options.Data, DatasetPart.Test, _ => format, TrainingData.ReadingOf(options));
        int[] chosen = Shuffle.Epoch(videos.Count, seed, epoch: 0)[..Math.Min(count, videos.Count)];
        int length = Math.Min(chosen.Min(v => videos.Lengths[v]), FramePairing.Before + Frames);
        List<byte[]> truth = [.. Enumerable.Range(0, length).Select(
            t => videos.Frames.Select([.. chosen.Select(v => videos.Of(v).Start.Value + t)]).Pixels)];
        List<byte[]> made = [.. truth.Take(FramePairing.Before)];
        while (made.Count < length)
            made.Add(Next(generator, model, [.. made.TakeLast(FramePairing.Before)], chosen.Length, device));

        GifFile.Write(
            path, [.. truth.Zip(made, (right, own) => ImageGrid.Compose([.. right, .. own], format, chosen.Length))], Delay, LastDelay);
        int predicted = length - FramePairing.Before;
        Console.WriteLine($"{chosen.Length} videos, true ones and below them {predicted} frames rolled out: {path}");
        int[] places = [.. new[] { 1, 2, 5, 10, Frames }.Where(place => place <= predicted)];
        Console.WriteLine("PSNR, dB, of frame " + string.Join(", ", places.Select(place => string.Create(
            CultureInfo.InvariantCulture,
            $"{place}: {Psnr(made[FramePairing.Before + place - 1], truth[FramePairing.Before + place - 1], format.Size):0.0}"))));
    }

    /// <summary>The model that rolls out, of a run.</summary>
    /// <exception cref="InputException">The run does not learn the next frame.</exception>
    public static TranslationModel Require(GanModel model, TrainingOptions options, string from) =>
        model is TranslationModel translation && Pairing.Catalog.Find(options.Pairs) is FramePairing
            ? translation
            : throw new InputException(
                $"--gif shows what moves, and model {model.Name} of {from} makes {model.Makes}; leave it out, or give a run of "
                + "--model video, nextframe or series.");

    /// <summary>The frames after the last ones of each video.</summary>
    private static byte[] Next(Sequential generator, TranslationModel model, byte[][] last, int count, Device device)
    {
        int size = model.SampleShape.Size;
        byte[] inputs = new byte[count * last.Length * size];
        for (int i = 0; i < count * last.Length; i++)
            last[i % last.Length].AsSpan(i / last.Length * size, size).CopyTo(inputs.AsSpan(i * size));
        float[] values = new float[inputs.Length];
        new ImageSamples(new ImageSet("frames", model.Format!.Value, inputs), model.Range.Low, model.Range.High).Read(
            [.. Enumerable.Range(0, count * last.Length)], values);
        using var noGrad = new NoGradScope();
        using var scope = new TensorScope();
        Tensor x = Tensor.From(device, [count, .. model.SamplerInput], values.AsSpan());
        return SamplePictures.ToBytes(model, model.Sampler(generator).Forward(x).ToArray());
    }

    private static double Psnr(byte[] made, byte[] right, int size) => Enumerable.Range(0, made.Length / size).Average(
        i => PeakSignalToNoise.Of(made.AsSpan(i * size, size), right.AsSpan(i * size, size)));
}
