using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>Loads saved values by name, all or nothing.</summary>
internal static class SavedState
{
    /// <summary>Copies each saved tensor over the one of the same name.</summary>
    /// <param name="owner">Whose state it is, for messages.</param>
    /// <exception cref="InputException">A name is missing or unexpected, or a shape differs; nothing is changed then.</exception>
    public static void Load(string owner, IReadOnlyDictionary<string, Tensor> targets, IReadOnlyDictionary<string, Tensor> saved)
    {
        ArgumentNullException.ThrowIfNull(saved);
        foreach ((string name, Tensor target) in targets)
        {
            if (!saved.TryGetValue(name, out Tensor? source))
                throw new InputException(
                    $"{owner}: the saved state has no '{name}' of shape {target.Shape}; it was saved from another model.");
            if (source.Shape != target.Shape)
                throw new InputException(
                    $"{owner}: '{name}' has shape {target.Shape} here and {source.Shape} in the saved state; it was saved from another "
                    + $"model.");
        }

        foreach (string name in saved.Keys)
        {
            if (!targets.ContainsKey(name))
                throw new InputException(
                    $"{owner}: the saved state holds '{name}', which does not exist here; it was saved from another model.");
        }

        foreach ((string name, Tensor target) in targets)
        {
            target.CopyFrom(saved[name]);
            target.NoteChange("LoadStateDict");
        }
    }
}
