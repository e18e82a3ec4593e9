using GanFromScratch.Gan.Output;

namespace GanFromScratch.Gan.TensorBoard;

/// <summary>
/// What an event tells: values with a tag each, as in the messages Summary and HistogramProto
/// (tensorflow/core/framework/summary.proto). The part of a tag before a slash groups what belongs together on the page.
/// </summary>
internal sealed class Summary
{
    /// <summary>As many as TensorBoard's own histograms have.</summary>
    private const int Buckets = 30;

    // Fields of Summary.Value.
    private const int Tag = 1, SimpleValue = 2, Image = 4, Histogram = 5;

    private readonly List<Action<ProtobufWriter>> values = [];

    /// <summary>A number; kept with the precision of a float.</summary>
    public void Scalar(string tag, double value) => Add(tag, message => message.Write(SimpleValue, (float)value));

    /// <summary>A picture, as PNG.</summary>
    public void Picture(string tag, Bitmap picture)
    {
        byte[] png = PngFile.Encode(picture);
        Add(tag, message => message.Write(Image, image =>
        {
            image.Write(1, picture.Height);
            image.Write(2, picture.Width);
            image.Write(3, picture.Channels);
            image.Write(4, png);
        }));
    }

    /// <summary>
    /// How often numbers lie in each of <see cref="Buckets"/> equal intervals from the least to the greatest. What is no number, or
    /// infinite, is left out; without any number there is no histogram.
    /// </summary>
    public void Distribution(string tag, ReadOnlySpan<float> numbers)
    {
        double least = double.PositiveInfinity, greatest = double.NegativeInfinity, count = 0, sum = 0, squares = 0;
        foreach (float number in numbers)
        {
            if (!float.IsFinite(number))
                continue;
            (least, greatest) = (Math.Min(least, number), Math.Max(greatest, number));
            (count, sum, squares) = (count + 1, sum + number, squares + ((double)number * number));
        }

        if (count == 0)
            return;
        double[] bounds = new double[least == greatest ? 1 : Buckets], counts = new double[bounds.Length];
        double width = (greatest - least) / bounds.Length;
        for (int i = 0; i < bounds.Length; i++)
            bounds[i] = i == bounds.Length - 1 ? greatest : least + ((i + 1) * width);
        foreach (float number in numbers)
        {
            if (float.IsFinite(number))
                counts[Math.Min(width == 0 ? 0 : (int)((number - least) / width), bounds.Length - 1)]++;
        }

        Add(tag, message => message.Write(Histogram, histogram =>
        {
            histogram.Write(1, least);
            histogram.Write(2, greatest);
            histogram.Write(3, count);
            histogram.Write(4, sum);
            histogram.Write(5, squares);
            histogram.Write(6, bounds.AsSpan());
            histogram.Write(7, counts.AsSpan());
        }));
    }

    public void Write(ProtobufWriter message)
    {
        foreach (Action<ProtobufWriter> value in values)
            message.Write(1, value);
    }

    private void Add(string tag, Action<ProtobufWriter> value) => values.Add(message =>
    {
        message.Write(Tag, tag);
        value(message);
    });
}
