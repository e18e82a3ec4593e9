namespace GanFromScratch.Engine.Simt;

/// <summary>
/// The dialects spell this method in their own way, under <see cref="Name"/>; its C# body serves ILGPU.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor)]
public sealed class IntrinsicAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
