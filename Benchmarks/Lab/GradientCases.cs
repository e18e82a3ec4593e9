using System.Reflection;
using System.Text.Json;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.Loss;
using GanFromScratch.Engine.Kernels.Resample;
using GanFromScratch.Engine.Ops;

namespace GanFromScratch.Benchmarks.Lab;

/// <summary>An op for <c>gradcheck</c>: small inputs at which it is differentiable.</summary>
/// <param name="Name">The name after <c>gradcheck</c>.</param>
/// <param name="Formula">The op's formula as text.</param>
/// <param name="Op">The op.</param>
/// <param name="Inputs">Names and shapes of its inputs.</param>
/// <param name="Low">Inputs are drawn from [<paramref name="Low"/>, <paramref name="High"/>).</param>
/// <param name="High">See <paramref name="Low"/>.</param>
public sealed record GradientCase(
    string Name, string Formula, Func<Tensor[], Tensor> Op, (string Name, Shape Shape)[] Inputs, double Low = -2, double High = 2)
{
    /// <summary>Compares its gradients with finite differences, at random inputs.</summary>
    public IReadOnlyList<GradientComparison> Check(int seed)
    {
        var random = new Random(seed);
        Shape[] shapes = Array.ConvertAll(Inputs, input => input.Shape);
        return GradientCheck.Run(Op, shapes, Array.ConvertAll(shapes, shape => GradientCheck.Uniform(random, shape.Size, Low, High)));
    }
}

/// <summary>The ops of <c>gradcheck</c>.</summary>
public static class GradientCases
{
    private static readonly GradientCase[] Described =
    [
        Unary("abs", "|x|", x => x.Abs()),
        Unary("elu", "x, or eˣ − 1 below 0", x => x.Elu()),
        Unary("erf", "2/√π ∫₀ˣ e^(−t²) dt", x => x.Erf()),
        Unary("exp", "eˣ", x => x.Exp()),
        Unary("expm1", "eˣ − 1", x => x.Expm1()),
        Unary("gelu", "x·Φ(x)", x => x.Gelu()),
        Unary("leaky-relu", "x, or 0.2·x below 0", x => x.LeakyRelu(0.2f)),
        Unary("log", "ln x", x => x.Log(), 0.5, 3),
        Unary("log1p", "ln(1 + x)", x => x.Log1p(), -0.5, 3),
        Unary("reciprocal", "1/x", x => x.Reciprocal(), 0.5, 3),
        Unary("relu", "max(x, 0)", x => x.Relu()),
        Unary("sigmoid", "1/(1 + e⁻ˣ)", x => x.Sigmoid()),
        Unary("softplus", "ln(1 + eˣ)", x => x.Softplus()),
        Unary("sqrt", "√x", x => x.Sqrt(), 0.5, 3),
        Unary("square", "x²", x => x.Square()),
        Unary("tanh", "tanh x", x => x.Tanh()),
        new("add", "a + b, b repeated along rows", x => x[0] + x[1], [("a", [2, 3]), ("b", [3])]),
        new("multiply", "a·b, b repeated along rows", x => x[0] * x[1], [("a", [2, 3]), ("b", [3])]),
        new("divide", "a/b", x => x[0] / x[1], [("a", [2, 3]), ("b", [2, 3])], 0.5, 3),
        new("pow", "aᵇ", x => x[0].Pow(x[1]), [("a", [2, 3]), ("b", [2, 3])], 0.5, 2),
        new("maximum", "the larger of a and b", x => x[0].Maximum(x[1]), [("a", [2, 3]), ("b", [2, 3])]),
        new("sum", "Σ over rows", x => x[0].Sum([0]), [("x", [3, 4])]),
        new("mean", "the mean of all", x => x[0].Mean(), [("x", [3, 4])]),
        new("variance", "Σ (x − mean)² / (n − 1)", x => x[0].Variance([1]), [("x", [3, 4])]),
        new("max", "the largest of a row", x => x[0].Max([1]), [("x", [3, 4])]),
        new("softmax", "eˣ / Σ eˣ along rows", x => x[0].Softmax(), [("x", [2, 4])]),
        new("log-softmax", "x − ln Σ eˣ along rows", x => x[0].LogSoftmax(), [("x", [2, 4])]),
        new(
            "binary-cross-entropy", "−[t ln p + (1 − t) ln(1 − p)], its mean", x => x[0].BinaryCrossEntropy(x[1]),
            [("p", [2, 3]), ("t", [2, 3])], 0.1, 0.9),
        new(
            "binary-cross-entropy-with-logits", "ln(1 + e^z) − t·z, its mean", x => x[0].BinaryCrossEntropyWithLogits(x[1]),
            [("z", [2, 3]), ("t", [2, 3])], 0.1, 0.9),
        new("squared-error", "(a − b)², its mean", x => x[0].MeanSquaredError(x[1]), [("a", [2, 3]), ("b", [2, 3])]),
        new("matmul", "A·B", x => x[0].MatMul(x[1]), [("a", [3, 4]), ("b", [4, 2])]),
        new("linear", "x·Wᵀ + b", x => x[0].Linear(x[1], x[2]), [("x", [3, 4]), ("weight", [2, 4]), ("bias", [2])]),
        new(
            "conv2d", "x ⋆ w + b, stride 2, padding 1", x => x[0].Conv2d(x[1], x[2], stride: 2, padding: 1),
            [("x", [1, 2, 4, 5]), ("weight", [2, 2, 3, 3]), ("bias", [2])]),
        new(
            "conv-transpose2d", "x ⋆ᵀ w + b, stride 2, padding 1", x => x[0].ConvTranspose2d(x[1], x[2], stride: 2, padding: 1),
            [("x", [1, 2, 3, 2]), ("weight", [2, 2, 3, 3]), ("bias", [2])]),
        new(
            "batch-norm", "(x − μ)/√(σ² + ε)·γ + β, by channel", x => x[0].BatchNorm(x[1], x[2], null, null, training: true),
            [("x", [4, 2, 3]), ("gamma", [2]), ("beta", [2])]),
        new(
            "instance-norm", "the same, by image and channel", x => x[0].InstanceNorm(x[1], x[2]),
            [("x", [2, 2, 3, 2]), ("gamma", [2]), ("beta", [2])]),
        new("layer-norm", "the same, by row", x => x[0].LayerNorm([4], x[1], x[2]), [("x", [3, 4]), ("gamma", [4]), ("beta", [4])]),
        new("pixel-norm", "x/√(mean x² over channels + ε)", x => x[0].PixelNorm(), [("x", [2, 3, 2, 2])]),
        new("max-pool2d", "the largest of windows of 2×2", x => x[0].MaxPool2d(new PoolSizes(2)), [("x", [1, 2, 4, 4])]),
        new("avg-pool2d", "the mean of windows of 2×2", x => x[0].AvgPool2d(new PoolSizes(2)), [("x", [1, 2, 4, 4])]),
        new("upsample", "twice as large, bilinear", x => x[0].Upsample(6, 4, UpsampleMode.Bilinear), [("x", [1, 2, 3, 2])]),
        new("pad2d", "a mirror image around", x => x[0].Pad2d(1, 1, 2, 0, PadMode.Reflect), [("x", [1, 2, 2, 3])]),
        new("blur2d", "twice as large by 1, 3, 3, 1", x => x[0].Blur2d(4, up: 2), [("x", [1, 2, 2, 3])]),
        new("pixel-shuffle", "channels become pixels", x => x[0].PixelShuffle(2), [("x", [1, 4, 2, 2])]),
        new("permute", "axes in another order", x => x[0].Permute(2, 0, 1), [("x", [2, 3, 2])]),
        new("slice", "columns 1 and 2", x => x[0].Slice(1, 1, 2), [("x", [2, 4])]),
        new("concat", "rows of b below those of a", x => Tensor.Concat([x[0], x[1]]), [("a", [2, 3]), ("b", [1, 3])]),
        new("pad", "a zero before, two behind", x => x[0].Pad(1, 1, 2), [("x", [2, 3])]),
    ];

    /// <summary>The ops described above, and every other formula of the engine without parameters: a new one is here by itself.</summary>
    public static IReadOnlyList<GradientCase> All { get; } = [
        .. Described, .. Formulas(typeof(IUnaryFormula), nameof(OfUnary)), .. Formulas(typeof(ILossFormula), nameof(OfLoss))];

    /// <exception cref="InputException">There is no such op.</exception>
    public static GradientCase Find(string name) =>
        All.FirstOrDefault(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new InputException($"There is no op '{name}' to check; gradcheck without a name lists them, 'all' checks all.");

    private static IEnumerable<GradientCase> Formulas(Type kind, string maker)
    {
        MethodInfo make = typeof(GradientCases).GetMethod(maker, BindingFlags.NonPublic | BindingFlags.Static)!;
        return typeof(Tensor).Assembly.GetTypes()
            .Where(type => type.IsValueType && !type.IsGenericType && type.IsAssignableTo(kind) && type.GetConstructors().Length == 0)
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (Type: type, Name: JsonNamingPolicy.KebabCaseLower.ConvertName(type.Name)))
            .Where(formula => !Described.Any(c => c.Name == formula.Name))
            .Select(formula => (GradientCase)make.MakeGenericMethod(formula.Type).Invoke(null, [formula.Name])!);
    }

    private static GradientCase OfUnary<TFormula>(string name)
        where TFormula : unmanaged, IUnaryFormula => Unary(name, $"{typeof(TFormula).Name}(x)", x => x.Apply(default(TFormula)));

    private static GradientCase OfLoss<TFormula>(string name)
        where TFormula : unmanaged, ILossFormula => new(
        name, $"{typeof(TFormula).Name}(a, b), its mean", x => LossOp.Apply(x[0], x[1], default(TFormula)), [("a", [2, 3]), ("b", [2, 3])]);

    private static GradientCase Unary(string name, string formula, Func<Tensor, Tensor> op, double low = -2, double high = 2) =>
        new(name, formula, x => op(x[0]), [("x", [2, 3])], low, high);
}
