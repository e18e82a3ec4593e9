using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Conditions;

namespace GanFromScratch.Gan.Training;

/// <summary>
/// The labels of a step's real batches. The samples generated against a batch take its labels too: so the classes have equal shares, and a
/// real and a generated sample of the same row are of the same class. Without a condition there are none, and nothing is done.
/// </summary>
internal sealed class BatchLabels : IDisposable
{
    private readonly Condition condition;
    private readonly Tensor[] batches;
    private readonly float[] staging;

    public BatchLabels(Condition condition, Device device, int batches, int size)
    {
        this.condition = condition;
        this.batches = new Tensor[condition.TakesLabels ? batches : 0];
        for (int k = 0; k < this.batches.Length; k++)
            this.batches[k] = Tensor.Persistent(device, [size]);
        staging = new float[size];
    }

    /// <summary>Loads the labels of real batch <paramref name="k"/>.</summary>
    public void Load(int k, ISampleSource samples, ReadOnlySpan<int> chosen)
    {
        if (batches.Length == 0)
            return;
        samples.ReadLabels(chosen, staging);
        batches[k].CopyFrom(staging);
    }

    /// <summary>The networks' next samples have the labels of real batch <paramref name="k"/>.</summary>
    public void Use(int k)
    {
        if (batches.Length > 0)
            condition.Labels.Current = batches[k];
    }

    public void Dispose()
    {
        foreach (Tensor batch in batches)
            batch.Dispose();
    }
}
