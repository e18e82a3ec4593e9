using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Models;

/// <summary>The models there are.</summary>
public static class ModelCatalog
{
    public static IReadOnlyList<GanModel> All { get; } = [
        new MlpModel(), new KerasMlpModel(), new ConvModel(), new DcganModel(), new DcganUpsampleModel(), new Toy2dModel()];

    /// <exception cref="InputException">No such model.</exception>
    public static GanModel Find(string name) =>
        All.FirstOrDefault(m => m.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new InputException($"Unknown model '{name}': expected {string.Join(", ", All.Select(m => m.Name))}.");
}
