using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Output;

namespace GanFromScratch.Gan.Training;

/// <summary>Pictures of generated samples: a grid of images, points over real ones, distributions of columns, or curves.</summary>
public static class SamplePictures
{
    /// <summary>
    /// Random streams: 0 and 1 belong to the trainer, this one to pictures during training, <see cref="OnDemand"/> to the sample verb,
    /// <see cref="Scoring"/> to scores.
    /// </summary>
    public const ulong FixedNoise = 2;

    public const ulong OnDemand = 3;

    public const ulong Scoring = 4;

    /// <summary>Columns of a picture; real points drawn behind the generated ones.</summary>
    private const int MostColumns = 100, RealPoints = 2000;

    /// <summary>
    /// What the generator makes the samples of a picture from: <see cref="Noise"/>, or the inputs of the first pairs of the data; (count,
    /// <see cref="GanModel.SamplerInput"/>).
    /// </summary>
    public static Tensor Inputs(Device device, GanModel model, ISampleSource samples, int count, ulong seed, ulong stream) =>
        model is TranslationModel pairs
            ? Tensor.From(device, [count, .. model.SamplerInput], pairs.InputsOf(First(samples, count, model.DataShape.Size)))
            : Noise(device, model, count, seed, stream);

    /// <summary>
    /// Noise (count, <see cref="GanModel.GeneratorInput"/>) that is a pure function of seed and stream: the same in every epoch, so that
    /// the pictures show the same digits improving.
    /// </summary>
    public static Tensor Noise(Device device, GanModel model, int count, ulong seed, ulong stream)
    {
        using var random = new RandomSource(device, seed, stream);
        return model.Latent(random, count);
    }

    /// <summary>The labels of samples without a class of their own: all classes in turn, (count); null without a condition.</summary>
    public static Tensor? Labels(Device device, GanModel model, int count) =>
        ClassesInTurn(model, count) is int[] classes ? Tensor.From(device, [count], classes.AsSpan()) : null;

    /// <summary>The same as numbers; null without a condition.</summary>
    public static int[]? ClassesInTurn(GanModel model, int count) =>
        model.Condition.TakesLabels ? [.. Enumerable.Range(0, count).Select(i => Label(model, i))] : null;

    /// <summary>The class of sample <paramref name="i"/>: all classes in turn.</summary>
    public static int Label(GanModel model, int i) => i % model.Condition.Labels.Count;

    /// <summary>
    /// Images in a row of a picture: a column for each class, or whole clips; 0 (nearly a square) without or with too many.
    /// </summary>
    public static int Columns(GanModel model, int count) => model.Frames > 1
        ? model.Frames * (int)Math.Ceiling(Math.Sqrt(count / (double)model.Frames))
        : model.Condition.Labels.Count is > 1 and int classes && classes <= Math.Min(count, MostColumns) ? classes : 0;

    /// <summary>Generated values in [low, high] as bytes 0…255.</summary>
    public static byte[] ToBytes(GanModel model, ReadOnlySpan<float> values)
    {
        (float low, float high) = model.Range;
        byte[] bytes = new byte[values.Length];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)Math.Clamp(MathF.Round((values[i] - low) / (high - low) * 255f), 0f, 255f);
        return bytes;
    }

    /// <param name="samples">The generator's output, (count, sample).</param>
    /// <param name="real">Real samples, for the background of a scatter.</param>
    public static Bitmap Draw(GanModel model, Tensor samples, ISampleSource? real)
    {
        float[] values = samples.ToArray();
        if (model is TranslationModel translation && real is PairSamples data)
        {
            float[] pairs = First(real, samples.Shape[0], model.DataShape.Size);
            return Compare(model, translation.InputsOf(pairs), values, data.Match ? translation.OutputsOf(pairs) : []);
        }

        if (model.Format is ImageFormat format)
            return ImageGrid.Compose(ToBytes(model, values), format, Columns(model, samples.Shape[0]));
        if (model is TableModel table)
        {
            float[] rows = real == null ? values : First(real, Math.Min(RealPoints, real.Count), model.SampleShape.Size);
            return MarginalsPicture.Draw(table.Columns.Decode(rows), table.Columns.Decode(values));
        }

        if (model is SeriesModel)
            return CurvesPicture.Draw(
                model.SampleShape, real == null ? [] : First(real, CurvesPicture.Shown, model.SampleShape.Size), values);
        return ScatterPicture.Draw(real == null ? [] : Background(real), values);
    }

    /// <summary>Each input, what the generator made of it, and the output of the data if there is one, side by side.</summary>
    /// <param name="inputs">N inputs, each of one image or several.</param>
    /// <param name="made">N outputs.</param>
    /// <param name="outputs">N outputs of the data; none if there are none that belong to the inputs.</param>
    public static Bitmap Compare(GanModel model, ReadOnlySpan<float> inputs, ReadOnlySpan<float> made, ReadOnlySpan<float> outputs)
    {
        int size = model.SampleShape.Size, before = model.SamplerInput.Size, count = made.Length / size;
        int each = (before / size) + (outputs.IsEmpty ? 1 : 2);
        float[] all = new float[each * made.Length];
        for (int i = 0; i < count; i++)
        {
            Span<float> row = all.AsSpan(each * i * size, each * size);
            inputs.Slice(i * before, before).CopyTo(row);
            made.Slice(i * size, size).CopyTo(row[before..]);
            if (!outputs.IsEmpty)
                outputs.Slice(i * size, size).CopyTo(row[(before + size)..]);
        }

        return ImageGrid.Compose(ToBytes(model, all), model.Format!.Value, each * (int)Math.Ceiling(Math.Sqrt(count / (double)each)));
    }

    /// <summary>The first items of a source, from the beginning again if it has fewer, one after the other.</summary>
    private static float[] First(ISampleSource samples, int count, int size)
    {
        float[] values = new float[count * size];
        samples.Read([.. Enumerable.Range(0, count).Select(i => i % samples.Count)], values);
        return values;
    }

    /// <summary>Some of the real points, to draw generated ones over.</summary>
    public static float[] Background(ISampleSource real)
    {
        ArgumentNullException.ThrowIfNull(real);
        float[] points = new float[2 * Math.Min(RealPoints, real.Count)];
        real.Read(Enumerable.Range(0, points.Length / 2).ToArray(), points);
        return points;
    }
}
