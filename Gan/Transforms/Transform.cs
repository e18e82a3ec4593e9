using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Transforms;

/// <summary>
/// A random change of what the discriminator sees, the same kind for real and generated samples, one file each; <c>--augment</c> chooses
/// them by name. It is differentiable: the generator's gradient passes through it (Zhao et al. 2020; Karras et al. 2020). If only real
/// samples were changed, the generator would learn to make changed ones.
/// </summary>
public abstract class Transform : ICatalogEntry
{
    /// <summary>The word for no transform.</summary>
    public const string None = "none";

    /// <summary>The transforms there are.</summary>
    public static Catalog<Transform> Catalog { get; } = new("transform", first: "translation");

    public abstract string Name { get; }

    public abstract string Description { get; }

    /// <summary>Whether it changes images only, (N, C, H, W), and has no meaning for points of the plane, (N, 2).</summary>
    public virtual bool NeedsImages => true;

    /// <summary>The samples (N, …), each changed by random numbers of its own.</summary>
    public abstract Tensor Of(Tensor samples, RandomSource random);

    /// <summary>Transforms by name, joined by commas, in the order in which they are applied; none for "none".</summary>
    /// <exception cref="InputException">An unknown name, or one that is given twice.</exception>
    public static IReadOnlyList<Transform> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Equals(None, StringComparison.OrdinalIgnoreCase))
            return [];
        Transform[] transforms = [.. text.Split(',', StringSplitOptions.TrimEntries).Select(Catalog.Find)];
        if (transforms.GroupBy(t => t.Name).FirstOrDefault(g => g.Count() > 1) is IGrouping<string, Transform> twice)
            throw new InputException($"--augment: {twice.Key} is given twice; give it once.");
        return transforms;
    }

    /// <summary>All in the form that <see cref="Parse"/> reads.</summary>
    public static string Format(IReadOnlyList<Transform> transforms) =>
        transforms.Count == 0 ? None : string.Join(",", transforms.Select(t => t.Name));

    /// <summary>A random whole number from 0 to <paramref name="places"/> − 1 for each of N samples, all equally likely: (N).</summary>
    protected static Tensor RandomPlace(RandomSource random, int samples, int places)
    {
        ArgumentNullException.ThrowIfNull(random);

        // The largest of equally distributed numbers is at each place equally often.
        return random.Uniform([samples, places]).ArgMax();
    }
}
