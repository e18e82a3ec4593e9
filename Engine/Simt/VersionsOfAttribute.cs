namespace GanFromScratch.Engine.Simt;

/// <summary>On a class of kernels that is not named after its family: the family whose versions it holds.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class VersionsOfAttribute(string family) : Attribute
{
    public string Family { get; } = family;
}
