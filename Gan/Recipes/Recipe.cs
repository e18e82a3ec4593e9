using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Recipes;

/// <summary>A named set of training options, one file each; <c>--recipe</c> chooses it by name, and any option overrides it.</summary>
public abstract class Recipe : ICatalogEntry
{
    /// <summary>The recipes there are.</summary>
    public static Catalog<Recipe> Catalog { get; } = new("recipe", first: Tutorial.Published);

    public abstract string Name { get; }

    public abstract string Description { get; }

    /// <summary>The model that it was published with, trained unless <c>--model</c> names another; null for any.</summary>
    public virtual string? Model => null;

    /// <param name="options">A model's published options.</param>
    public abstract TrainingOptions Apply(TrainingOptions options);
}
