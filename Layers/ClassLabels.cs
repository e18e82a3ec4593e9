using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// The labels of a batch, for the layers of a network that depend on them. Each such layer is given this object when it is made and reads
/// <see cref="Current"/> in every forward pass; so <see cref="Module.Forward"/> keeps its one input. Set the labels before the pass.
/// </summary>
/// <param name="count">Number of classes K, at least 1; 0 where no layer takes labels.</param>
public sealed class ClassLabels(int count)
{
    /// <summary>Number of classes K.</summary>
    public int Count { get; } = count;

    /// <summary>
    /// The label of each sample of the next batch: (N), whole numbers in [0, K). Or (N, K), the shares of the classes in a sample, which
    /// lead from one class to another; a row is (1 − t) at one class, t at another, 0 elsewhere.
    /// </summary>
    public Tensor? Current { get; set; }

    /// <summary><see cref="Current"/>, which must be set.</summary>
    /// <exception cref="InvalidOperationException">No labels are set.</exception>
    public Tensor Required =>
        Current ?? throw new InvalidOperationException("Set ClassLabels.Current before a network with labels is applied.");

    /// <summary>The labels as (N), for a loss.</summary>
    /// <exception cref="InvalidOperationException">No labels are set, or they are shares.</exception>
    public Tensor Indices => Current is { Rank: 1 } indices
        ? indices
        : throw new InvalidOperationException("A class loss needs whole labels: set ClassLabels.Current to (N) of them.");

    /// <summary>The row of a table for each sample, or for shares the mean of rows. Shapes: table (K, S), result (N, S).</summary>
    /// <param name="table">Of K rows.</param>
    /// <param name="samples">N.</param>
    /// <exception cref="ShapeException">The labels are not of N samples and K classes.</exception>
    public Tensor Rows(Embedding table, int samples)
    {
        ArgumentNullException.ThrowIfNull(table);
        Tensor labels = Required;
        if (labels.Shape != [samples] && labels.Shape != [samples, Count])
            throw new ShapeException(
                $"A batch of {samples} samples needs labels of shape ({samples}), or ({samples}, {Count}) for shares of the classes, got "
                + $"{labels.Shape}.");
        return labels.Rank == 1 ? table.Forward(labels) : labels.MatMul(table.Weight.Effective());
    }
}
