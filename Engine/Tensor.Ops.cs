using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.Conv2d;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.Elementwise.Formulas;
using GanFromScratch.Engine.Kernels.Loss;
using GanFromScratch.Engine.Kernels.Reduce;
using GanFromScratch.Engine.Kernels.Resample;
using GanFromScratch.Engine.Ops;

namespace GanFromScratch.Engine;

/// <summary>
/// Every op on tensors, one line each: the first of the three steps to a kernel. Names and conventions are PyTorch's in .NET casing; axes
/// may count from the end, and no axes means all.
/// </summary>
public partial class Tensor : IArithmetic<Tensor>
{
    // Arithmetic, element by element, broadcasting.
    public static Tensor operator +(Tensor a, Tensor b) => BinaryOp.Apply(a, b, default(Add));

    public static Tensor operator -(Tensor a, Tensor b) => BinaryOp.Apply(a, b, default(Subtract));

    public static Tensor operator *(Tensor a, Tensor b) => BinaryOp.Apply(a, b, default(Multiply));

    public static Tensor operator /(Tensor a, Tensor b) => BinaryOp.Apply(a, b, default(Divide));

    public static Tensor operator -(Tensor a) => UnaryOp.Apply(a, default(Negate));

    public static Tensor operator +(Tensor a, double b) => UnaryOp.Apply(a, new Affine(1, b));

    public static Tensor operator +(double a, Tensor b) => b + a;

    public static Tensor operator -(Tensor a, double b) => a + (-b);

    public static Tensor operator -(double a, Tensor b) => UnaryOp.Apply(b, new Affine(-1, a));

    // Adding −0 changes nothing; adding 0 would make 0 of a product −0.
    public static Tensor operator *(Tensor a, double b) => UnaryOp.Apply(a, new Affine(b, -0.0));

    public static Tensor operator *(double a, Tensor b) => b * a;

    public static Tensor operator /(Tensor a, double b) => UnaryOp.Apply(a, new DivideBy(b));

    public static Tensor operator /(double a, Tensor b) => b.Reciprocal() * a;

    public Tensor Pow(Tensor exponent) => BinaryOp.Apply(this, exponent, default(Pow));

    public Tensor Pow(float exponent) => UnaryOp.Apply(this, new Power(exponent));

    public Tensor Maximum(Tensor other) => BinaryOp.Apply(this, other, default(Maximum));

    public Tensor Minimum(Tensor other) => BinaryOp.Apply(this, other, default(Minimum));

    // Comparison: 1 where it holds, else 0; no gradient.
    public Tensor GreaterThan(Tensor other) => BinaryOp.Apply(this, other, default(Greater));

    public Tensor GreaterThanOrEqual(Tensor other) => BinaryOp.Apply(this, other, default(GreaterOrEqual));

    public Tensor LessThan(Tensor other) => BinaryOp.Apply(other, this, default(Greater));

    public Tensor LessThanOrEqual(Tensor other) => BinaryOp.Apply(other, this, default(GreaterOrEqual));

    public Tensor EqualTo(Tensor other) => BinaryOp.Apply(this, other, default(Equal));

    /// <summary><paramref name="a"/> where the condition is not 0, else <paramref name="b"/>.</summary>
    public static Tensor Where(Tensor condition, Tensor a, Tensor b) => WhereOp.Apply(condition, a, b);

    // Custom ops.
    /// <summary>f(x) for every element x, by any formula; see <see cref="IUnaryFormula"/>.</summary>
    public Tensor Apply<TFormula>(TFormula formula)
        where TFormula : unmanaged, IUnaryFormula =>
        UnaryOp.Apply(this, formula);

    /// <summary>f(a, b) for every element a of this and b of the other, which broadcast; see <see cref="IBinaryFormula"/>.</summary>
    public Tensor Apply<TFormula>(Tensor other, TFormula formula)
        where TFormula : unmanaged, IBinaryFormula =>
        BinaryOp.Apply(this, other, formula);

    /// <summary>
    /// An op defined by two functions on tensors (torch.autograd.Function). A backward function made of differentiable ops can be
    /// differentiated again.
    /// <code>
    /// Tensor Clipped(Tensor x) =>               // forward as it is; backward no more than ±1
    ///     Tensor.Op("Clipped", [x], () => x, (y, dy) => [dy.Clamp(-1, 1)]);
    /// </code>
    /// </summary>
    /// <param name="name">For messages, profiles and the graph.</param>
    /// <param name="inputs">The tensors that may receive gradients.</param>
    /// <param name="forward">Computes the result; its ops are not recorded.</param>
    /// <param name="backward">
    /// From the result and its gradient to a gradient for each input, of the input's shape; null where none is needed (<see
    /// cref="Autograd.Gradients.IsWanted"/>). It may read inputs, result and values that the forward function computed.
    /// </param>
    /// <exception cref="ShapeException">In the backward pass: not one gradient an input, or one of another shape.</exception>
    public static Tensor Op(string name, Tensor[] inputs, Func<Tensor> forward, Func<Tensor, Tensor, Tensor?[]> backward)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentNullException.ThrowIfNull(backward);
        return CustomOp.Apply(name, inputs, forward, backward);
    }

    // Formulas, element by element. A new one: its file under Kernels/Elementwise/Formulas, and a line here.
    public Tensor Abs() => UnaryOp.Apply(this, default(Abs));

    /// <summary>Clamps to [low, high]; a missing bound leaves that side open.</summary>
    public Tensor Clamp(float low = float.NegativeInfinity, float high = float.PositiveInfinity) =>
        UnaryOp.Apply(this, new Clamp(low, high));

    public Tensor Elu(float alpha = 1) => UnaryOp.Apply(this, new Elu(alpha));

    public Tensor Erf() => UnaryOp.Apply(this, default(Erf));

    public Tensor Exp() => UnaryOp.Apply(this, default(Exp));

    public Tensor Expm1() => UnaryOp.Apply(this, default(Expm1));

    public Tensor Gelu() => UnaryOp.Apply(this, default(Gelu));

    public Tensor LeakyRelu(float slope = 0.01f) => UnaryOp.Apply(this, new LeakyRelu(slope));

    public Tensor Log() => UnaryOp.Apply(this, default(Log));

    public Tensor Log1p() => UnaryOp.Apply(this, default(Log1p));

    public Tensor Reciprocal() => UnaryOp.Apply(this, default(Reciprocal));

    public Tensor Relu() => UnaryOp.Apply(this, default(Relu));

    public Tensor Sigmoid() => UnaryOp.Apply(this, default(Sigmoid));

    public Tensor Sign() => UnaryOp.Apply(this, default(Sign));

    public Tensor Softplus() => UnaryOp.Apply(this, default(Softplus));

    public Tensor Sqrt() => UnaryOp.Apply(this, default(Sqrt));

    public Tensor Square() => UnaryOp.Apply(this, default(Square));

    public Tensor Tanh() => UnaryOp.Apply(this, default(Tanh));

    // Reductions.
    public Tensor Sum(int[]? axes = null, bool keepDims = false) => SumOp.Apply(this, axes ?? [], keepDims);

    public Tensor Mean(int[]? axes = null, bool keepDims = false) => SumOp.Mean(this, axes ?? [], keepDims);

    public Tensor Max(int[]? axes = null, bool keepDims = false) => ExtremumOp.Apply<MaxReduction>(this, axes ?? [], keepDims);

    public Tensor Min(int[]? axes = null, bool keepDims = false) => ExtremumOp.Apply<MinReduction>(this, axes ?? [], keepDims);

    public Tensor Variance(int[]? axes = null, bool keepDims = false, int correction = 1) =>
        VarianceOp.Apply(this, axes ?? [], keepDims, correction);

    /// <summary>The index of the maximum along an axis, the first of equals, as a float; no gradient.</summary>
    public Tensor ArgMax(int axis = -1, bool keepDims = false) => ArgMaxOp.Apply(this, axis, keepDims);

    // Normalization: along an axis, or over a batch.
    /// <summary>e^xᵢ / Σ e^xⱼ along an axis.</summary>
    public Tensor Softmax(int axis = -1) => SoftmaxOp.Apply(this, axis);

    /// <summary>The logarithm of <see cref="Softmax"/>, without its rounding.</summary>
    public Tensor LogSoftmax(int axis = -1) => LogSoftmaxOp.Apply(this, axis);

    /// <summary>
    /// gamma·(x − μ)/√(σ² + epsilon) + beta for each channel of a (N, C, …). Training uses the batch's statistics and updates the running
    /// ones; inference uses the running ones; see <see cref="BatchNormOp"/>.
    /// </summary>
    public Tensor BatchNorm(
        Tensor? gamma, Tensor? beta, Tensor? runningMean, Tensor? runningVariance, bool training, float momentum = 0.1f,
        float epsilon = 1e-5f) =>
        BatchNormOp.Apply(this, gamma, beta, runningMean, runningVariance, training, momentum, epsilon);

    /// <summary>As <see cref="BatchNorm"/> in training, separately for each channel of each image of a (N, C, …).</summary>
    public Tensor InstanceNorm(Tensor? gamma = null, Tensor? beta = null, float epsilon = 1e-5f) =>
        InstanceNormOp.Apply(this, gamma, beta, epsilon);

    /// <summary>
    /// As <see cref="BatchNorm"/> in training, over the last axes of each sample; their sizes are <paramref name="normalized"/>.
    /// </summary>
    public Tensor LayerNorm(Shape normalized, Tensor? gamma = null, Tensor? beta = null, float epsilon = 1e-5f) =>
        LayerNormOp.Apply(this, normalized, gamma, beta, epsilon);

    /// <summary>this / √(mean of the squares over axis 1 + epsilon).</summary>
    public Tensor PixelNorm(float epsilon = 1e-8f) => PixelNormOp.Apply(this, epsilon);

    // Losses: the mean over all elements, as a single number.
    /// <summary>Of probabilities in [0, 1] against targets in [0, 1], of the same shape.</summary>
    public Tensor BinaryCrossEntropy(Tensor target) => LossOp.Apply(this, target, default(BinaryCrossEntropy));

    /// <summary><see cref="BinaryCrossEntropy"/> of the sigmoid, computed from the logits; exact where the sigmoid is 0 or 1.</summary>
    public Tensor BinaryCrossEntropyWithLogits(Tensor target) => LossOp.Apply(this, target, default(BinaryCrossEntropyWithLogits));

    public Tensor MeanSquaredError(Tensor target) => LossOp.Apply(this, target, default(SquaredError));

    public Tensor L1Loss(Tensor target) => LossOp.Apply(this, target, default(AbsoluteError));

    /// <summary>Of logits (N, C) against N classes 0 … C − 1; any other is an error, or NaN on a GPU.</summary>
    public Tensor CrossEntropy(Tensor classes) => CrossEntropyOp.Apply(this, classes);

    // Matrices.
    /// <summary>
    /// op(this)·op(other), where op may transpose the last two axes; of higher rank, (…, M, K) and (…, K, N), matrix by matrix, the
    /// leading axes broadcasting.
    /// </summary>
    public Tensor MatMul(Tensor other, bool transposeThis = false, bool transposeOther = false) =>
        MatMulOp.Apply(this, other, transposeThis, transposeOther);

    /// <summary>f(this·weightᵀ + bias) for (…, In), one kernel; see <see cref="LinearOp"/>.</summary>
    public Tensor Linear<TActivation>(Tensor weight, Tensor? bias, TActivation activation)
        where TActivation : unmanaged, IUnaryFormula =>
        LinearOp.Apply(this, weight, bias, activation);

    public Tensor Linear(Tensor weight, Tensor? bias = null) => LinearOp.Apply(this, weight, bias, default(Identity));

    // Convolutions of images (N, C, H, W).
    /// <summary>f(this ⋆ weight + bias), weight (O, C/groups, KH, KW), one kernel; see <see cref="Conv2dOp"/>.</summary>
    public Tensor Conv2d<TActivation>(Tensor weight, Tensor? bias, Conv2dOptions options, TActivation activation)
        where TActivation : unmanaged, IUnaryFormula =>
        Conv2dOp.Apply(this, weight, bias, options, activation);

    public Tensor Conv2d(Tensor weight, Tensor? bias, Conv2dOptions options) =>
        Conv2dOp.Apply(this, weight, bias, options, default(Identity));

    public Tensor Conv2d(Tensor weight, Tensor? bias = null, int stride = 1, int padding = 0, int dilation = 1, int groups = 1) =>
        Conv2d(weight, bias, new Conv2dOptions(stride, padding, dilation, groups));

    /// <summary>f(this ⋆ᵀ weight + bias), weight (C, O/groups, KH, KW), one kernel; see <see cref="ConvTranspose2dOp"/>.</summary>
    public Tensor ConvTranspose2d<TActivation>(
        Tensor weight, Tensor? bias, Conv2dOptions options, (int H, int W) outputPadding, TActivation activation)
        where TActivation : unmanaged, IUnaryFormula =>
        ConvTranspose2dOp.Apply(this, weight, bias, options, outputPadding.H, outputPadding.W, activation);

    public Tensor ConvTranspose2d(Tensor weight, Tensor? bias, Conv2dOptions options, (int H, int W) outputPadding = default) =>
        ConvTranspose2d(weight, bias, options, outputPadding, default(Identity));

    public Tensor ConvTranspose2d(
        Tensor weight, Tensor? bias = null, int stride = 1, int padding = 0, int outputPadding = 0, int dilation = 1, int groups = 1) =>
        ConvTranspose2d(weight, bias, new Conv2dOptions(stride, padding, dilation, groups), (outputPadding, outputPadding));

    // Images (N, C, H, W) of another size.
    /// <summary>Resized to height × width pixels.</summary>
    /// <param name="alignCorners">Whether the outer pixels stay where they are (bilinear only).</param>
    public Tensor Upsample(int height, int width, UpsampleMode mode = UpsampleMode.Nearest, bool alignCorners = false) =>
        UpsampleOp.Apply(this, height, width, mode, alignCorners);

    /// <summary>The mean of each window.</summary>
    /// <param name="countPadding">Whether the zeros around the image count as pixels (PyTorch's count_include_pad).</param>
    public Tensor AvgPool2d(PoolSizes sizes, bool countPadding = true) => AvgPool2dOp.Apply(this, sizes, countPadding);

    /// <summary>The maximum of each window.</summary>
    public Tensor MaxPool2d(PoolSizes sizes) => MaxPool2dOp.Apply(this, sizes);

    /// <summary>Means over windows that divide the image: 1 × 1 is the mean of each channel.</summary>
    public Tensor AdaptiveAvgPool2d(int height, int width) => AdaptiveAvgPool2dOp.Apply(this, height, width);

    /// <summary>Padded by pixels of its own; a reflected padding is smaller than the image.</summary>
    public Tensor Pad2d(int top, int bottom, int left, int right, PadMode mode) =>
        Pad2dOp.Apply(this, top, bottom, left, right, mode);

    /// <summary>Low-pass filtered with binomial weights, made <paramref name="up"/> times larger or <paramref name="down"/> times smaller;
    /// see <see cref="Blur2dOp"/>.</summary>
    /// <param name="taps">Weights of the filter along each axis: 3 are 1, 2, 1, and 4 are 1, 3, 3, 1.</param>
    /// <param name="padding">Zeros before and after each axis; by default as many as make the size H·up or ⌊H/down⌋.</param>
    public Tensor Blur2d(int taps, int up = 1, int down = 1, (int Before, int After)? padding = null) =>
        Blur2dOp.Apply(this, taps, up, down, padding);

    /// <summary>(N, C·factor², H, W) as (N, C, H·factor, W·factor).</summary>
    public Tensor PixelShuffle(int factor) => PixelShuffleOp.Apply(this, factor);

    /// <summary>The reverse: (N, C, H, W) as (N, C·factor², H/factor, W/factor).</summary>
    public Tensor PixelUnshuffle(int factor) => PixelShuffleOp.Undo(this, factor);

    // Shape and place.
    /// <summary>One size may be −1: it is inferred.</summary>
    public Tensor Reshape(params ReadOnlySpan<int> sizes) => ReshapeOp.Apply(this, sizes);

    public Tensor Reshape(Shape shape) => shape == Shape ? this : ReshapeOp.Apply(this, shape);

    public Tensor Permute(params int[] order) => PermuteOp.Apply(this, order);

    /// <summary>Rows and columns of a matrix exchanged.</summary>
    public Tensor Transpose() => PermuteOp.Apply(this, 1, 0);

    public Tensor BroadcastTo(Shape shape) => BroadcastToOp.Apply(this, shape);

    public Tensor Slice(int axis, int begin, int count) => SliceOp.Apply(this, axis, begin, count);

    public Tensor Pad(int axis, int before, int after, float value = 0) => PadOp.Apply(this, axis, before, after, value);

    public static Tensor Concat(Tensor[] parts, int axis = 0) => ConcatOp.Apply(parts, axis);

    /// <summary>
    /// The rows of this table named by <paramref name="indices"/> (N): (R, …) becomes (N, …). Any other index is an error, or NaN on a GPU.
    /// </summary>
    public Tensor GatherRows(Tensor indices) => GatherRowsOp.Apply(this, indices);

    /// <summary>The reverse: each row i is added to row indices[i] of a table of zeros.</summary>
    public Tensor ScatterAddRows(Tensor indices, int rows) => ScatterAddRowsOp.Apply(this, indices, rows);

    /// <summary>Indices (…) as rows with a single 1, (…, classes); no gradient.</summary>
    public Tensor OneHot(int classes) => OneHotOp.Apply(this, classes);

    // The arithmetic of formulas, so that a derivative can be evaluated on tensors and differentiated again.
    static Tensor IArithmetic<Tensor>.Like(Tensor x, double value) => Full(x.Device, x.Shape, (float)value);

    static Tensor IArithmetic<Tensor>.Exp(Tensor x) => x.Exp();

    static Tensor IArithmetic<Tensor>.Expm1(Tensor x) => x.Expm1();

    static Tensor IArithmetic<Tensor>.Log(Tensor x) => x.Log();

    static Tensor IArithmetic<Tensor>.Log1p(Tensor x) => x.Log1p();

    static Tensor IArithmetic<Tensor>.Sqrt(Tensor x) => x.Sqrt();

    static Tensor IArithmetic<Tensor>.Abs(Tensor x) => x.Abs();

    static Tensor IArithmetic<Tensor>.Tanh(Tensor x) => x.Tanh();

    static Tensor IArithmetic<Tensor>.Sigmoid(Tensor x) => x.Sigmoid();

    static Tensor IArithmetic<Tensor>.Erf(Tensor x) => x.Erf();

    static Tensor IArithmetic<Tensor>.Pow(Tensor a, Tensor b) => a.Pow(b);

    static Tensor IArithmetic<Tensor>.Max(Tensor a, Tensor b) => a.Maximum(b);

    static Tensor IArithmetic<Tensor>.Min(Tensor a, Tensor b) => a.Minimum(b);

    static Tensor IArithmetic<Tensor>.Greater(Tensor a, Tensor b) => a.GreaterThan(b);

    static Tensor IArithmetic<Tensor>.GreaterOrEqual(Tensor a, Tensor b) => a.GreaterThanOrEqual(b);

    static Tensor IArithmetic<Tensor>.Equal(Tensor a, Tensor b) => a.EqualTo(b);

    static Tensor IArithmetic<Tensor>.Select(Tensor mask, Tensor a, Tensor b) => Where(mask, a, b);
}
