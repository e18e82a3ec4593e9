using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.Elementwise.Formulas;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Benchmarks.Lab.Cases;

/// <summary>Formulas over whole tensors: bound by memory but for the heaviest.</summary>
internal static class ElementwiseCases
{
    public static IEnumerable<KernelCase> Unary(CaseShape shape) => [Unary<Relu>(shape), Unary<Tanh>(shape)];

    public static IEnumerable<KernelCase> UnaryGradient(CaseShape shape) =>
        [UnaryGradient<LeakyRelu>(shape, new LeakyRelu(0.2f)), UnaryGradient<Tanh>(shape, default)];

    /// <summary>Two tensors of a shape; and a row that all rows share, as a bias is.</summary>
    public static IEnumerable<KernelCase> Binary(CaseShape s) =>
        [Binary<Add>(s, [s.Rows, s.Columns], ""), Binary<Multiply>(s, [s.Columns], " by a row")];

    public static IEnumerable<KernelCase> BinaryGradient(CaseShape s) =>
        [BinaryGradient<Multiply>(s, [s.Rows, s.Columns], ""), BinaryGradient<Divide>(s, [s.Columns], " by a row")];

    public static IEnumerable<KernelCase> Fill(CaseShape shape)
    {
        yield return new KernelCase(
            "Fill", "", $"{shape}", [Operand.Result(shape.Size)], v => Engine.Kernels.Elementwise.Fill.Run(v[0], 0.5f))
        {
            Bytes = 4.0 * shape.Size,
            Rungs =
            [
                (d, v) => FillSimt.Element(d, Division.Groups(shape.Size), v[0], 0.5f),
                (d, v) => FillSimt.Stretch(d, Division.Runs(d, shape.Size), v[0], 0.5f),
            ],
        };
    }

    public static IEnumerable<KernelCase> Select(CaseShape shape)
    {
        int n = shape.Size;
        yield return new KernelCase(
            "Select", "", $"{shape}", [Operand.Indices(n, 2), Operand.Uniform(n), Operand.Uniform(n, 1, 2), Operand.Result(n)],
            v => Engine.Kernels.Elementwise.Select.Run(v[0], v[1], v[2], v[3]))
        {
            Bytes = 16.0 * n,
            Rungs =
            [
                (d, v) => SelectSimt.Element(d, Division.Groups(n), v[0], v[1], v[2], v[3]),
                (d, v) => SelectSimt.Stretch(d, Division.Runs(d, n), v[0], v[1], v[2], v[3]),
            ],
        };
    }

    internal static KernelCase Unary<TFormula>(CaseShape shape, TFormula formula = default)
        where TFormula : unmanaged, IUnaryFormula
    {
        int n = shape.Size;
        return new KernelCase(
            "Unary", typeof(TFormula).Name, $"{shape}", [Operand.Uniform(n), Operand.Result(n)], v =>
                Engine.Kernels.Elementwise.Unary.Run(v[0], v[1], formula))
        {
            Bytes = 8.0 * n,
            Rungs =
            [
                (d, v) => UnarySimt.Element(d, Division.Groups(n), v[0], v[1], formula),
                (d, v) => UnarySimt.Stretch(d, Division.Runs(d, n), v[0], v[1], formula),
                (d, v) => UnarySimt.Several(d, Division.GroupsOfSeveral(n), v[0], v[1], formula),
            ],
        };
    }

    internal static KernelCase UnaryGradient<TFormula>(CaseShape shape, TFormula formula)
        where TFormula : unmanaged, IUnaryFormula
    {
        int n = shape.Size;
        return new KernelCase(
            "UnaryGradient", typeof(TFormula).Name, $"{shape}", [
                Operand.Uniform(n), Operand.Uniform(n), Operand.Uniform(n), Operand.Result(n)],
            v => Engine.Kernels.Elementwise.UnaryGradient.Run(v[0], v[1], v[2], v[3], formula))
        {
            // A formula reads x or y, whichever its derivative is made of, besides dy.
            Bytes = 12.0 * n,
            Rungs =
            [
                (d, v) => UnaryGradientSimt.Element(d, Division.Groups(n), v[0], v[1], v[2], v[3], formula),
                (d, v) => UnaryGradientSimt.Stretch(d, Division.Runs(d, n), v[0], v[1], v[2], v[3], formula),
                (d, v) => UnaryGradientSimt.Several(d, Division.GroupsOfSeveral(n), v[0], v[1], v[2], v[3], formula),
            ],
        };
    }

    private static KernelCase Binary<TFormula>(CaseShape shape, Shape second, string how)
        where TFormula : unmanaged, IBinaryFormula
    {
        int n = shape.Size;
        Shape whole = [shape.Rows, shape.Columns];
        BroadcastPlan plan = BroadcastPlan.Of(whole, whole, second);
        var simtPlan = new SimtPlan(plan);
        List<Rung> rungs =
        [
            (d, v) => BinarySimt.Element(d, Division.Groups(n), v[0], v[1], v[2], simtPlan, default(TFormula)),
            (d, v) => BinarySimt.Stretch(d, Division.Runs(d, n), v[0], v[1], v[2], simtPlan, default(TFormula)),
        ];
        if (plan.Rank == 1)
            rungs.Add((d, v) => BinarySimt.Several(d, Division.GroupsOfSeveral(n), v[0], v[1], v[2], 1, 1, default(TFormula)));
        return new KernelCase(
            "Binary", typeof(TFormula).Name + how, $"{shape}", [Operand.Uniform(n), Operand.Uniform(second.Size, 1, 2), Operand.Result(n)],
            v => Engine.Kernels.Elementwise.Binary.Run(whole, v[0], whole, v[1], second, v[2], default(TFormula)))
        {
            Bytes = 4.0 * (n + n + second.Size),
            Rungs = rungs,
        };
    }

    private static KernelCase BinaryGradient<TFormula>(CaseShape shape, Shape second, string how)
        where TFormula : unmanaged, IBinaryFormula
    {
        int n = shape.Size;
        Shape whole = [shape.Rows, shape.Columns];
        BroadcastPlan plan = BroadcastPlan.Of(whole, whole, second);
        var simtPlan = new SimtPlan(plan);
        List<Rung> rungs =
        [
            (d, v) => BinaryGradientSimt.Element(d, Division.Groups(n), v[0], v[1], v[2], v[3], simtPlan, default(TFormula), false),
            (d, v) => BinaryGradientSimt.Stretch(d, Division.Runs(d, n), v[0], v[1], v[2], v[3], simtPlan, default(TFormula), false),
        ];
        if (plan.Rank == 1)
            rungs.Add((d, v) =>
                    BinaryGradientSimt.Several(d, Division.GroupsOfSeveral(n), v[0], v[1], v[2], v[3], 1, 1, default(TFormula), false));
        return new KernelCase(
            "BinaryGradient", typeof(TFormula).Name + how, $"{shape}", [
                Operand.Uniform(n), Operand.Uniform(second.Size, 1, 2), Operand.Uniform(n), Operand.Result(n)],
            v => Engine.Kernels.Elementwise.BinaryGradient.Run(whole, v[0], whole, v[1], second, v[2], v[3], default(TFormula), byB: false))
        {
            // By the first operand: dy times something made of the second alone.
            Bytes = 4.0 * (n + n + second.Size),
            Rungs = rungs,
        };
    }
}
