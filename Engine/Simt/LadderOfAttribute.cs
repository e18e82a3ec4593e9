namespace GanFromScratch.Engine.Simt;

/// <summary>On a class of kernels that continues the ladder of another one: the family they belong to.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class LadderOfAttribute(string family) : Attribute
{
    public string Family { get; } = family;
}
