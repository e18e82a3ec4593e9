namespace GanFromScratch.Gan.Training;

/// <summary>Real samples, already in the model's shape and range.</summary>
public interface ISampleSource
{
    /// <summary>Number of samples.</summary>
    int Count { get; }

    /// <summary>CRC-32C of all samples; it distinguishes different data of the same size.</summary>
    uint CheckSum { get; }

    /// <summary>Writes the chosen samples one after the other.</summary>
    void Read(ReadOnlySpan<int> indices, Span<float> target);
}
