namespace GanFromScratch.Tests.Support;

/// <summary>
/// Says which op's gradients a test holds against central differences: the name under which the op records itself in the graph. A test
/// of the project's structure can then list the ops that nobody has checked. Elementwise ops record themselves by their formula's name;
/// "IUnaryFormula" and "IBinaryFormula" stand for all of those, which tests find by reflection.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class GradientOfAttribute(string op) : Attribute
{
    public string Op { get; } = op;
}
