using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Autograd;

/// <summary>
/// Finds the operands that a formula reads. A derivative evaluated on <see cref="First"/> and <see cref="Second"/> in place of numbers
/// returns the set of operands that its value depends on: 2·x reads x, and a constant reads none.
/// </summary>
internal readonly record struct Dependence : IArithmetic<Dependence>
{
    private readonly int operands;

    private Dependence(int operands) => this.operands = operands;

    public static Dependence First { get; } = new(1);

    public static Dependence Second { get; } = new(2);

    public static Dependence operator +(Dependence a, Dependence b) => new(a.operands | b.operands);

    public static Dependence operator -(Dependence a, Dependence b) => a + b;

    public static Dependence operator *(Dependence a, Dependence b) => a + b;

    public static Dependence operator /(Dependence a, Dependence b) => a + b;

    public static Dependence operator -(Dependence a) => a;

    public static Dependence operator +(Dependence a, double b) => a;

    public static Dependence operator -(Dependence a, double b) => a;

    public static Dependence operator *(Dependence a, double b) => a;

    public static Dependence operator -(double a, Dependence b) => b;

    public static Dependence operator /(double a, Dependence b) => b;

    public static Dependence Like(Dependence x, double value) => default;

    public static Dependence Exp(Dependence x) => x;

    public static Dependence Expm1(Dependence x) => x;

    public static Dependence Log(Dependence x) => x;

    public static Dependence Log1p(Dependence x) => x;

    public static Dependence Sqrt(Dependence x) => x;

    public static Dependence Abs(Dependence x) => x;

    public static Dependence Tanh(Dependence x) => x;

    public static Dependence Sigmoid(Dependence x) => x;

    public static Dependence Erf(Dependence x) => x;

    public static Dependence Pow(Dependence a, Dependence b) => a + b;

    public static Dependence Max(Dependence a, Dependence b) => a + b;

    public static Dependence Min(Dependence a, Dependence b) => a + b;

    public static Dependence Greater(Dependence a, Dependence b) => a + b;

    public static Dependence GreaterOrEqual(Dependence a, Dependence b) => a + b;

    public static Dependence Equal(Dependence a, Dependence b) => a + b;

    public static Dependence Select(Dependence mask, Dependence a, Dependence b) => mask + a + b;

    /// <summary>Whether any of these operands is read.</summary>
    public bool On(Dependence any) => (operands & any.operands) != 0;
}
