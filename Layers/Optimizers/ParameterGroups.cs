using GanFromScratch.Engine;

namespace GanFromScratch.Layers.Optimizers;

/// <summary>Parameters that an optimizer treats alike, with the settings that are theirs alone (torch.optim's param_groups).</summary>
/// <param name="Parameters">By name.</param>
public sealed record ParameterGroup(IReadOnlyList<NamedTensor> Parameters)
{
    public IReadOnlyList<NamedTensor> Parameters { get; } = Parameters ?? throw new ArgumentNullException(nameof(Parameters));

    /// <summary>Where the learning rate begins; the optimizer's if left out. ≥ 0.</summary>
    public float? LearningRate { get; init; }

    /// <summary>The optimizer's if left out. ≥ 0.</summary>
    public double? WeightDecay { get; init; }
}

/// <summary>
/// Groups of parameters for one optimizer:
/// <code>new Adam(new ParameterGroups(new(net.NamedParameters()), new(head.NamedParameters()) { LearningRate = 1e-2f }))</code>
/// </summary>
public sealed class ParameterGroups
{
    private readonly ParameterGroup[] groups;

    /// <param name="groups">At least one; the names of all parameters differ.</param>
    /// <exception cref="InputException">None.</exception>
    public ParameterGroups(params ParameterGroup[] groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        this.groups = groups.Length > 0 ? [.. groups] : throw new InputException("An optimizer needs at least one group of parameters.");
    }

    public int Count => groups.Length;

    public ParameterGroup this[int index] => groups[index];

    /// <summary>Something for each group, in order: a rule with the group's settings.</summary>
    public T[] Select<T>(Func<ParameterGroup, T> each) => Array.ConvertAll(groups, group => each(group));
}
