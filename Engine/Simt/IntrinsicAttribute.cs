namespace GanFromScratch.Engine.Simt;

/// <summary>
/// The dialects define this method or vector type themselves, under <see cref="Name"/>; its C# body is for ILGPU.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Struct)]
public sealed class IntrinsicAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
