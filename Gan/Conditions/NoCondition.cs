namespace GanFromScratch.Gan.Conditions;

/// <summary>Neither player sees a label.</summary>
public sealed record NoCondition : Condition
{
    public override string Name => "none";

    public override string Description => "no labels";
}
