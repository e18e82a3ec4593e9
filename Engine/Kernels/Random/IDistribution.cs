using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Random;

/// <summary>
/// The transform of uniform numbers to those of a distribution: a type, like formulas, so that the loops are written once. Exact
/// arithmetic only, since the same seed must give the same bits on every device.
/// </summary>
[KernelFormula]
public interface IDistribution
{
    /// <summary>
    /// Turns four independent numbers, uniform in [0, 1) with 24 bits each, into four of this distribution, in place. They come from one
    /// block of Philox; all values are the same lanes of four consecutive results.
    /// </summary>
    void Draw<V>(ref V a, ref V b, ref V c, ref V d)
        where V : IExactArithmetic<V>;
}
