using System.Reflection;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.Loss;
using GanFromScratch.Engine.Ops;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Tests.Support;

/// <summary>Finds every formula of the engine, so that a new one is tested without a line written here.</summary>
internal static class FormulaCases
{
    // Where a formula is tested, if not on [−2, 2]: it must be defined and smooth there.
    private static readonly Dictionary<string, (double Low, double High)> Domains = new()
    {
        ["Log"] = (0.2, 4), ["Log1p"] = (-0.8, 3), ["Power"] = (0.2, 3), ["Reciprocal"] = (0.3, 3), ["Sqrt"] = (0.2, 4),
        ["BinaryCrossEntropy"] = (0.05, 0.95), ["Divide"] = (0.4, 3), ["Pow"] = (0.3, 2),
    };

    // Values for a formula's parameters, if (0.7, 1.1) will not do.
    private static readonly Dictionary<string, float[]> Parameters = new()
    {
        ["Clamp"] = [-0.7f, 0.8f], ["LeakyRelu"] = [0.2f], ["Power"] = [2.5f],
    };

    public static IEnumerable<UnaryCase> Unary => Types(typeof(IUnaryFormula)).Select(t => Make<UnaryCase>(typeof(UnaryCase<>), t));

    public static IEnumerable<BinaryCase> Binary => Types(typeof(IBinaryFormula)).Select(t => Make<BinaryCase>(typeof(BinaryCase<>), t));

    public static IEnumerable<LossCase> Losses => Types(typeof(ILossFormula)).Select(t => Make<LossCase>(typeof(LossCase<>), t));

    private static IEnumerable<Type> Types(Type formula) =>
        typeof(Tensor).Assembly.GetTypes().Where(
            t => t.IsValueType && !t.IsGenericType && formula.IsAssignableFrom(t)).OrderBy(t => t.Name, StringComparer.Ordinal);

    private static TCase Make<TCase>(Type generic, Type formula)
    {
        ParameterInfo[] parameters = formula.GetConstructors().FirstOrDefault()?.GetParameters() ?? [];
        float[] values = Parameters.GetValueOrDefault(formula.Name, [0.7f, 1.1f]);
        object[] arguments = [
            .. parameters.Select((p, i) => p.ParameterType == typeof(FloatPair) ? (object)(FloatPair)values[i] : values[i])];
        object instance = Activator.CreateInstance(formula, arguments)!;
        (double low, double high) = Domains.GetValueOrDefault(formula.Name, (-2, 2));
        return (TCase)Activator.CreateInstance(generic.MakeGenericType(formula), instance, low, high)!;
    }
}

/// <summary>A unary formula with its type hidden, so that one test can go through all.</summary>
internal abstract class UnaryCase(string name, double low, double high)
{
    public double Low { get; } = low;

    public double High { get; } = high;

    public override string ToString() => name;

    public abstract Tensor Apply(Tensor x);

    public abstract void Reference(double[] x, double[] y, double[] dy, double[] dx);

    public abstract void Simd(BufferView x, BufferView y, BufferView dy, BufferView dx, int width, int pieces);

    /// <summary>A rung of the SIMT ladder; 0 leaves the choice to the contract.</summary>
    /// <param name="runs">Groups of the rung for processors.</param>
    public abstract void Simt(SimtDevice device, BufferView x, BufferView y, BufferView dy, BufferView dx, int version, int runs);
}

internal sealed class UnaryCase<TFormula>(TFormula formula, double low, double high) : UnaryCase(typeof(TFormula).Name, low, high)
    where TFormula : unmanaged, IUnaryFormula
{
    public override Tensor Apply(Tensor x) => UnaryOp.Apply(x, formula);

    public override void Reference(double[] x, double[] y, double[] dy, double[] dx)
    {
        UnaryReference.Run<double, TFormula>(x, y, formula);
        UnaryGradientReference.Run<double, TFormula>(formula.DerivativeFromOutput ? y : x, y, dy, dx, formula);
    }

    public override void Simd(BufferView x, BufferView y, BufferView dy, BufferView dx, int width, int pieces)
    {
        SimdRun.Execute(new UnarySimd<TFormula>(x, y, formula), width, pieces);
        SimdRun.Execute(new UnaryGradientSimd<TFormula>(formula.DerivativeFromOutput ? y : x, y, dy, dx, formula), width, pieces);
    }

    public override void Simt(SimtDevice device, BufferView x, BufferView y, BufferView dy, BufferView dx, int version, int runs)
    {
        BufferView given = formula.DerivativeFromOutput ? y : x;
        int n = y.Length;
        switch (version)
        {
            case 1:
                UnarySimt.Element(device, Division.Groups(n), x, y, formula);
                UnaryGradientSimt.Element(device, Division.Groups(n), given, y, dy, dx, formula);
                break;
            case 2:
                UnarySimt.Stretch(device, runs, x, y, formula);
                UnaryGradientSimt.Stretch(device, runs, given, y, dy, dx, formula);
                break;
            case 3:
                UnarySimt.Several(device, Division.GroupsOfSeveral(n), x, y, formula);
                UnaryGradientSimt.Several(device, Division.GroupsOfSeveral(n), given, y, dy, dx, formula);
                break;
            default:
                GanFromScratch.Engine.Kernels.Elementwise.Unary.Run(x, y, formula);
                UnaryGradient.Run(given, y, dy, dx, formula);
                break;
        }
    }
}

/// <summary>A binary formula with its type hidden.</summary>
internal abstract class BinaryCase(string name, double low, double high)
{
    public double Low { get; } = low;

    public double High { get; } = high;

    public override string ToString() => name;

    public abstract Tensor Apply(Tensor a, Tensor b);

    public abstract void Reference(
        Shape shape, Shape shapeA, Shape shapeB, double[] a, double[] b, double[] y, double[] dy, double[] da, double[] db);

    public abstract void Simd(
        Shape shape, Shape shapeA, Shape shapeB, BufferView a, BufferView b, BufferView y, BufferView dy, BufferView da, BufferView db,
        int width, int pieces);

    /// <summary>A rung of the SIMT ladder; 0 leaves the choice to the contract. Rung 3 is for operands of one row only.</summary>
    /// <param name="runs">Groups of the rung for processors.</param>
    public abstract void Simt(
        SimtDevice device, Shape shape, Shape shapeA, Shape shapeB, BufferView a, BufferView b, BufferView y, BufferView dy, BufferView da,
        BufferView db,
        int version, int runs);
}

internal sealed class BinaryCase<TFormula>(TFormula formula, double low, double high) : BinaryCase(typeof(TFormula).Name, low, high)
    where TFormula : unmanaged, IBinaryFormula
{
    public override Tensor Apply(Tensor a, Tensor b) => BinaryOp.Apply(a, b, formula);

    public override void Reference(
        Shape shape, Shape shapeA, Shape shapeB, double[] a, double[] b, double[] y, double[] dy, double[] da, double[] db)
    {
        var plan = BroadcastPlan.Of(shape, shapeA, shapeB);
        BinaryReference.Run<double, TFormula>(plan, a, b, y, formula);
        BinaryGradientReference.Run<double, TFormula>(plan, a, b, dy, da, formula, byB: false);
        BinaryGradientReference.Run<double, TFormula>(plan, a, b, dy, db, formula, byB: true);
    }

    public override void Simd(
        Shape shape, Shape shapeA, Shape shapeB, BufferView a, BufferView b, BufferView y, BufferView dy, BufferView da, BufferView db,
        int width, int pieces)
    {
        var plan = BroadcastPlan.Of(shape, shapeA, shapeB);
        SimdRun.Execute(new BinarySimd<TFormula>(plan, a, b, y, formula), width, pieces);
        SimdRun.Execute(new BinaryGradientSimd<TFormula>(plan, a, b, dy, da, formula, byB: false), width, pieces);
        SimdRun.Execute(new BinaryGradientSimd<TFormula>(plan, a, b, dy, db, formula, byB: true), width, pieces);
    }

    public override void Simt(
        SimtDevice device, Shape shape, Shape shapeA, Shape shapeB, BufferView a, BufferView b, BufferView y, BufferView dy, BufferView da,
        BufferView db,
        int version, int runs)
    {
        var plan = BroadcastPlan.Of(shape, shapeA, shapeB);
        var walk = new SimtPlan(plan);
        int n = y.Length;
        switch (version)
        {
            case 1:
                BinarySimt.Element(device, Division.Groups(n), a, b, y, walk, formula);
                BinaryGradientSimt.Element(device, Division.Groups(n), a, b, dy, da, walk, formula, false);
                BinaryGradientSimt.Element(device, Division.Groups(n), a, b, dy, db, walk, formula, true);
                break;
            case 2:
                BinarySimt.Stretch(device, runs, a, b, y, walk, formula);
                BinaryGradientSimt.Stretch(device, runs, a, b, dy, da, walk, formula, false);
                BinaryGradientSimt.Stretch(device, runs, a, b, dy, db, walk, formula, true);
                break;
            case 3:
                int groups = Division.GroupsOfSeveral(n), stepA = plan.InnerStrideA, stepB = plan.InnerStrideB;
                BinarySimt.Several(device, groups, a, b, y, stepA, stepB, formula);
                BinaryGradientSimt.Several(device, groups, a, b, dy, da, stepA, stepB, formula, false);
                BinaryGradientSimt.Several(device, groups, a, b, dy, db, stepA, stepB, formula, true);
                break;
            default:
                GanFromScratch.Engine.Kernels.Elementwise.Binary.Run(shape, a, shapeA, b, shapeB, y, formula);
                BinaryGradient.Run(shape, a, shapeA, b, shapeB, dy, da, formula, byB: false);
                BinaryGradient.Run(shape, a, shapeA, b, shapeB, dy, db, formula, byB: true);
                break;
        }
    }
}

/// <summary>A loss formula with its type hidden. Its values on every device are those of the binary formula that it is too.</summary>
internal abstract class LossCase(string name, double low, double high)
{
    public double Low { get; } = low;

    public double High { get; } = high;

    public override string ToString() => name;

    public abstract Tensor Apply(Tensor prediction, Tensor target);
}

internal sealed class LossCase<TFormula>(TFormula formula, double low, double high) : LossCase(typeof(TFormula).Name, low, high)
    where TFormula : unmanaged, ILossFormula
{
    public override Tensor Apply(Tensor prediction, Tensor target) => LossOp.Apply(prediction, target, formula);
}
