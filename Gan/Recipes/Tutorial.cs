using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Recipes;

/// <summary>The model as its tutorial or paper trains it. All other recipes begin with it.</summary>
public sealed class Tutorial : Recipe
{
    internal const string Published = "tutorial";

    public override string Name => Published;

    public override string Description => "the model as published";

    public override TrainingOptions Apply(TrainingOptions options) => options;
}
