using System.CommandLine;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Export;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Commands;

/// <content>The files that samples are written to.</content>
internal static partial class SampleCommand
{
    /// <summary>The folder of single pictures; null without <c>--png</c>, to which the other options belong.</summary>
    private static PictureFolder? PicturesOf(ParseResult parsed, string? folder)
    {
        bool append = parsed.GetValue(Append), overwrite = parsed.GetValue(Overwrite);
        string? format = parsed.GetValue(Format)?.ToLowerInvariant();
        if (folder == null && (format != null || append || overwrite))
            throw new InputException(
                $"{(format != null ? Format.Name : append ? Append.Name : Overwrite.Name)} is for the pictures of --png DIR, and the "
                + "extension of --grid says its format; add --png, or leave it out.");
        if (append && overwrite)
            throw new InputException("--append adds pictures to a folder and --overwrite replaces them; leave one of them out.");
        if (format != null && !PictureFile.Formats.Contains(format))
            throw new InputException($"--format: expected {PictureFile.Choices}, got '{format}'.");
        return folder == null
            ? null
            : PictureFolder.Open(folder, format ?? PictureFile.Formats[0], $"--png {folder}", append, overwrite);
    }

    /// <param name="labels">Of the samples; null for a model that takes none.</param>
    private static void WritePoints(
        float[] points, TrainingOptions options, int count, string? grid, string? npz, Func<int, int>? labels)
    {
        if (grid != null)
        {
            PictureFile.Write(grid, ScatterPicture.Draw(SamplePictures.Background(TrainingData.Load(options, _ => { })), points));
            Console.WriteLine($"{count} samples: {grid}");
        }

        if (npz != null)
            WriteArrays(npz, NpzFile.Of(SafeTensor.FromFloats(points, count, points.Length / count)), count, labels);
    }

    /// <param name="count">Samples, each of as many images as the model has frames.</param>
    /// <param name="labels">Of the samples; null for a model that takes none.</param>
    private static void WriteImages(
        byte[] pixels, GanModel model, int count, int columns, string? grid, string? idx, PictureFolder? single, string? npz,
        Func<int, int>? labels)
    {
        ImageFormat format = model.Format!.Value;
        (int channels, int height, int width) = format;
        int images = count * model.Frames;
        if (grid != null)
        {
            PictureFile.Write(grid, ImageGrid.Compose(pixels, format, columns));
            Console.WriteLine($"{count} samples: {grid}");
        }

        if (idx != null)
        {
            IdxFile.Write(idx, channels == 1 ? [images, height, width] : [images, channels, height, width], pixels);
            Console.WriteLine($"{count} samples: {idx}");
        }

        if (npz != null)
            WriteArrays(npz, ImageArray(pixels, model, count), count, labels);
        if (single != null)
        {
            for (int i = 0; i < images; i++)
                single.Write(i / model.Frames, model.Frames > 1 ? (i % model.Frames) + 1 : null, Picture(pixels, format, i));
            Console.WriteLine($"{count} samples: {single.Path}");
        }

        if (idx != null && labels != null)
            WriteLabels(IdxFolder.LabelFile(idx), labels, count, model.Condition.Labels.Count);
    }

    private static Bitmap Picture(byte[] pixels, ImageFormat format, int i) =>
        Bitmap.FromPlanes(pixels.AsSpan(i * format.Size, format.Size), format.Channels, format.Height, format.Width);

    /// <summary>(N, H, W) of gray images, (N, H, W, 3) of colour; (N, frames, …) of clips.</summary>
    private static NpzFile.Entry ImageArray(byte[] pixels, GanModel model, int count)
    {
        ImageFormat format = model.Format!.Value;
        int[] shape =
        [
            count, .. model.Frames > 1 ? (int[])[model.Frames] : [], format.Height, format.Width,
            .. format.Channels > 1 ? (int[])[format.Channels] : [],
        ];
        byte[] ordered = new byte[pixels.Length];
        for (int i = 0; i < pixels.Length / format.Size; i++)
            Picture(pixels, format, i).Pixels.CopyTo(ordered, i * format.Size);
        return NpzFile.Bytes(ordered, shape);
    }

    private static void WriteArrays(string path, NpzFile.Entry samples, int count, Func<int, int>? labels)
    {
        var arrays = new Dictionary<string, NpzFile.Entry> { ["x"] = samples };
        if (labels != null)
            arrays.Add("y", NpzFile.Longs([.. Enumerable.Range(0, count).Select(i => (long)labels(i))], count));
        NpzFile.Write(path, arrays);
        Console.WriteLine($"{count} samples{(labels == null ? "" : " with their labels")}: {path}");
    }

    /// <summary>The classes of samples in an idx file, where a reader of that file finds them; a byte each.</summary>
    private static void WriteLabels(string path, Func<int, int> label, int count, int classes)
    {
        if (classes > byte.MaxValue + 1)
        {
            Console.WriteLine($"no labels: an idx file has a byte for each, which is too small for {classes:N0} classes");
            return;
        }

        IdxFile.WriteLabels(path, [.. Enumerable.Range(0, count).Select(label)]);
        Console.WriteLine($"{count} labels: {path}");
    }
}
