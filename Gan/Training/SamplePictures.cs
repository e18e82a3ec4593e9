using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Output;

namespace GanFromScratch.Gan.Training;

/// <summary>Pictures of generated samples: a grid of images, or a scatter plot of points over real ones.</summary>
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
    /// Noise (count, latent) that is a pure function of seed and stream: the same in every epoch, so that the pictures show the same digits
    /// improving.
    /// </summary>
    public static Tensor Noise(Device device, GanModel model, int count, ulong seed, ulong stream)
    {
        using var random = new RandomSource(device, seed, stream);
        return random.Normal([count, model.LatentSize]);
    }

    /// <summary>The labels of samples without a class of their own: all classes in turn, (count); null without a condition.</summary>
    public static Tensor? Labels(Device device, GanModel model, int count) =>
        model.Condition.TakesLabels
            ? Tensor.From(device, [count], Enumerable.Range(0, count).Select(i => Label(model, i)).ToArray().AsSpan())
            : null;

    /// <summary>The class of sample <paramref name="i"/>: all classes in turn.</summary>
    public static int Label(GanModel model, int i) => i % model.Condition.Labels.Count;

    /// <summary>Images in a row of a picture: a column for each class; 0 (nearly a square) without or with too many.</summary>
    public static int Columns(GanModel model, int count) =>
        model.Condition.Labels.Count is > 1 and int classes && classes <= Math.Min(count, MostColumns) ? classes : 0;

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
        if (model.Format is ImageFormat format)
            return ImageGrid.Compose(ToBytes(model, values), format, Columns(model, samples.Shape[0]));
        return ScatterPicture.Draw(real == null ? [] : Background(real), values);
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
