namespace GanFromScratch.Engine.Kernels.Arithmetic;

/// <summary>
/// The number type of a formula. A formula such as <c>tanh</c> is written once, generic over any <typeparamref name="V"/> that has this
/// arithmetic, and each type gives it a different use:
/// <list type="bullet">
/// <item><see cref="Scalar{T}"/> — one number, float or double: the reference kernels.</item>
/// <item><see cref="Lanes128"/>, <see cref="Lanes256"/>, <see cref="Lanes512"/> — 4, 8, 16 floats at once: the SIMD kernels.</item>
/// <item><see cref="Lane"/> — one float of an item on a GPU: the SIMT kernels, where the translator writes the formula as C.</item>
/// <item><see cref="Tensor"/> — a whole graph: the formula of a derivative, evaluated on tensors, is itself differentiable. This gives
/// gradients of gradients.</item>
/// </list>
/// Constants are doubles, so that the double-precision reference loses nothing. Floats have operators of their own: a GPU's arithmetic
/// must not use doubles, which run at a 32nd or a 64th of the speed. A comparison yields a mask that only <see cref="Select"/> accepts
/// (all bits set in a lane; 1 or 0 elsewhere).
/// </summary>
public interface IArithmetic<V>
    where V : IArithmetic<V>
{
    static abstract V operator +(V a, V b);

    static abstract V operator -(V a, V b);

    static abstract V operator *(V a, V b);

    static abstract V operator /(V a, V b);

    static abstract V operator -(V a);

    static abstract V operator +(V a, double b);

    static abstract V operator -(V a, double b);

    static abstract V operator *(V a, double b);

    static abstract V operator -(double a, V b);

    static abstract V operator /(double a, V b);

    static virtual V operator +(V a, float b) => a + (double)b;

    static virtual V operator -(V a, float b) => a - (double)b;

    static virtual V operator *(V a, float b) => a * (double)b;

    static virtual V operator -(float a, V b) => (double)a - b;

    static virtual V operator /(float a, V b) => (double)a / b;

    static virtual V operator +(V a, FloatPair b) => a + (double)b;

    static virtual V operator *(V a, FloatPair b) => a * (double)b;

    /// <summary>The constant <paramref name="value"/>, of the width (or shape and device) of <paramref name="x"/>.</summary>
    static abstract V Like(V x, double value);

    static virtual V Like(V x, float value) => V.Like(x, (double)value);

    static virtual V Like(V x, FloatPair value) => V.Like(x, (double)value);

    /// <summary>eˣ.</summary>
    static abstract V Exp(V x);

    /// <summary>eˣ − 1 without cancellation near 0.</summary>
    static abstract V Expm1(V x);

    /// <summary>The natural logarithm; −∞ at 0, NaN below.</summary>
    static abstract V Log(V x);

    /// <summary>ln(1 + x) without cancellation near 0.</summary>
    static abstract V Log1p(V x);

    static abstract V Sqrt(V x);

    static abstract V Abs(V x);

    static abstract V Tanh(V x);

    /// <summary>1 / (1 + e⁻ˣ), without overflow on either side.</summary>
    static abstract V Sigmoid(V x);

    /// <summary>The error function, 2/√π ∫₀ˣ e^(−t²) dt.</summary>
    static abstract V Erf(V x);

    /// <summary>aᵇ, with the conventions of <see cref="Math.Pow"/>.</summary>
    static abstract V Pow(V a, V b);

    /// <summary>The larger; NaN if either is NaN.</summary>
    static abstract V Max(V a, V b);

    /// <summary>The smaller; NaN if either is NaN.</summary>
    static abstract V Min(V a, V b);

    /// <summary>A mask: where a &gt; b.</summary>
    static abstract V Greater(V a, V b);

    /// <summary>A mask: where a ≥ b.</summary>
    static abstract V GreaterOrEqual(V a, V b);

    /// <summary>A mask: where a = b.</summary>
    static abstract V Equal(V a, V b);

    /// <summary><paramref name="a"/> where the mask holds, <paramref name="b"/> elsewhere.</summary>
    static abstract V Select(V mask, V a, V b);
}
