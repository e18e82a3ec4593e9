using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Training;

/// <summary>The losses there are.</summary>
public static class LossCatalog
{
    public static IReadOnlyList<IGanLoss> All { get; } = [new NonSaturatingLoss(), new MinimaxLoss()];

    /// <exception cref="InputException">No such loss.</exception>
    public static IGanLoss Find(string name) =>
        All.FirstOrDefault(l => l.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new InputException($"Unknown loss '{name}': expected {string.Join(", ", All.Select(l => l.Name))}.");
}
