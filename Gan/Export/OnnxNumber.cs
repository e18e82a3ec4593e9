using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Gan.Export;

/// <summary>
/// The arithmetic of formulas on values of an <see cref="OnnxGraph"/>: a formula that is evaluated on one adds its nodes, so every formula
/// of the engine, and of a program of one's own, has its ONNX form. Constants stay numbers until they meet a value.
/// </summary>
internal sealed class OnnxNumber : IArithmetic<OnnxNumber>
{
    private readonly OnnxGraph graph;
    private readonly string? name;
    private readonly double constant;

    /// <summary>A value of the graph.</summary>
    public OnnxNumber(OnnxGraph graph, string name) => (this.graph, this.name) = (graph, name);

    private OnnxNumber(OnnxGraph graph, double constant) => (this.graph, this.constant) = (graph, constant);

    /// <summary>The name of its value.</summary>
    public string Name => name ?? graph.Number(constant);

    public static OnnxNumber operator +(OnnxNumber a, OnnxNumber b) => a.Is(0) ? b : b.Is(0) ? a : Node("Add", a, b);

    public static OnnxNumber operator -(OnnxNumber a, OnnxNumber b) => b.Is(0) ? a : Node("Sub", a, b);

    public static OnnxNumber operator *(OnnxNumber a, OnnxNumber b) => a.Is(1) ? b : b.Is(1) ? a : Node("Mul", a, b);

    public static OnnxNumber operator /(OnnxNumber a, OnnxNumber b) => b.Is(1) ? a : Node("Div", a, b);

    public static OnnxNumber operator -(OnnxNumber a) => Node("Neg", a);

    public static OnnxNumber operator +(OnnxNumber a, double b) => a + Like(a, b);

    public static OnnxNumber operator -(OnnxNumber a, double b) => a - Like(a, b);

    public static OnnxNumber operator *(OnnxNumber a, double b) => a * Like(a, b);

    public static OnnxNumber operator -(double a, OnnxNumber b) => Like(b, a) - b;

    public static OnnxNumber operator /(double a, OnnxNumber b) => Like(b, a) / b;

    public static OnnxNumber Like(OnnxNumber x, double value) => new(x.graph, value);

    public static OnnxNumber Exp(OnnxNumber x) => Node("Exp", x);

    public static OnnxNumber Expm1(OnnxNumber x) => Exp(x) - 1;

    public static OnnxNumber Log(OnnxNumber x) => Node("Log", x);

    public static OnnxNumber Log1p(OnnxNumber x) => Log(x + 1);

    public static OnnxNumber Sqrt(OnnxNumber x) => Node("Sqrt", x);

    public static OnnxNumber Abs(OnnxNumber x) => Node("Abs", x);

    public static OnnxNumber Tanh(OnnxNumber x) => Node("Tanh", x);

    public static OnnxNumber Sigmoid(OnnxNumber x) => Node("Sigmoid", x);

    public static OnnxNumber Erf(OnnxNumber x) => Node("Erf", x);

    public static OnnxNumber Pow(OnnxNumber a, OnnxNumber b) => Node("Pow", a, b);

    public static OnnxNumber Max(OnnxNumber a, OnnxNumber b) => Node("Max", a, b);

    public static OnnxNumber Min(OnnxNumber a, OnnxNumber b) => Node("Min", a, b);

    public static OnnxNumber Greater(OnnxNumber a, OnnxNumber b) => Node("Greater", a, b);

    public static OnnxNumber GreaterOrEqual(OnnxNumber a, OnnxNumber b) => Node("GreaterOrEqual", a, b);

    public static OnnxNumber Equal(OnnxNumber a, OnnxNumber b) => Node("Equal", a, b);

    public static OnnxNumber Select(OnnxNumber mask, OnnxNumber a, OnnxNumber b) => Node("Where", mask, a, b);

    private bool Is(double value) => name == null && constant == value;

    private static OnnxNumber Node(string op, params OnnxNumber[] operands)
    {
        OnnxGraph graph = operands[0].graph;
        return new(graph, graph.Add(op, Array.ConvertAll(operands, operand => operand.Name)));
    }
}
