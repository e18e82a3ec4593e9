using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Tables;

namespace GanFromScratch.Gan.Training;

/// <summary>Real samples, or pairs of an input and an output, already in the model's shape and range.</summary>
public interface ISampleSource
{
    /// <summary>Number of samples.</summary>
    int Count { get; }

    /// <summary>The format of an image; null for other data.</summary>
    ImageFormat? Format => null;

    /// <summary>The columns of a table or of series; null for other data.</summary>
    DataColumns? Columns => null;

    /// <summary>Number of classes of the labels; 0 without labels.</summary>
    int Classes => 0;

    /// <summary>A name for each class; null where classes are only numbers.</summary>
    IReadOnlyList<string>? ClassNames => null;

    /// <summary>CRC-32C of all samples; it distinguishes different data of the same size.</summary>
    uint CheckSum { get; }

    /// <summary>Writes the chosen samples one after the other.</summary>
    void Read(ReadOnlySpan<int> indices, Span<float> target);

    /// <summary>Writes the chosen samples as they are trained with in an epoch, from 0: some images may be mirrored.</summary>
    void Read(ReadOnlySpan<int> indices, Span<float> target, uint epoch) => Read(indices, target);

    /// <summary>The labels of the chosen samples, whole numbers from 0 to <see cref="Classes"/> − 1.</summary>
    /// <exception cref="InvalidOperationException">There are no labels.</exception>
    void ReadLabels(ReadOnlySpan<int> indices, Span<float> target) => throw new InvalidOperationException("These samples have no labels.");
}
