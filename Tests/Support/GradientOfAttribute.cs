namespace GanFromScratch.Tests.Support;

/// <summary>
/// Names the op whose gradients a test compares with central differences, as recorded in the graph. A test of the project's structure can
/// then list the ops without a gradient check. Elementwise ops record themselves by their formula's name; "IUnaryFormula" and
/// "IBinaryFormula" stand for all of those, which tests find by reflection.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class GradientOfAttribute(string op) : Attribute
{
    public string Op { get; } = op;
}
