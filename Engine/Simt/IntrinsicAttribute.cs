namespace GanFromScratch.Engine.Simt;

/// <summary>
/// The dialects spell this method or vector type in their own way, under <see cref="Name"/>; its C# body serves ILGPU.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Struct)]
public sealed class IntrinsicAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
