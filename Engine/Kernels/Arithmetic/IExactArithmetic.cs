namespace GanFromScratch.Engine.Kernels.Arithmetic;

/// <summary>
/// Arithmetic that every processor rounds in the same way: sums, products, the fused multiply-add, and the decomposition of a float into
/// mantissa and exponent. Code written in these alone gives the same bits in any width of lanes, one number at a time, and on a GPU;
/// quotients, roots and library functions do not.
/// </summary>
public interface IExactArithmetic<V> : IArithmetic<V>
    where V : IExactArithmetic<V>
{
    /// <summary>a·b + c, rounded once, in software if the processor has no such instruction.</summary>
    static abstract V FusedMultiplyAdd(V a, V b, V c);

    /// <summary>
    /// a·b + c, rounded once if the processor has the instruction and twice otherwise: the only member whose bits may differ. It is for
    /// the elementary functions, which are accurate to a few units in the last place either way and must not pay for software.
    /// </summary>
    static abstract V MultiplyAdd(V a, V b, V c);

    /// <summary>The magnitude of a number with the sign of another; −0 has one.</summary>
    static abstract V CopySign(V magnitude, V sign);

    /// <summary>To the nearest whole number, halves to even.</summary>
    static abstract V Round(V x);

    /// <summary>2ⁿ for whole n in [−126, 127].</summary>
    static abstract V PowerOfTwo(V n);

    /// <summary>x = mantissa · 2^exponent with mantissa in [½, 1), for positive normal x.</summary>
    static abstract V Split(V x, out V exponent);
}
