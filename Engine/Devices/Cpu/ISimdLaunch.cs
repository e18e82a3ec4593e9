using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Devices.Cpu;

/// <summary>
/// A kernel's SIMD implementation with its arguments: a small struct of pointers and sizes. The device calls <see cref="Run{L}"/> on
/// ranges of [0, <see cref="Items"/>), possibly on several threads at once, in the widest lanes of the processor.
/// <para>
/// An item's result must not depend on the range that contains it. Then nothing depends on the number of threads: work is cut into items
/// by size alone, and <see cref="Finish"/> folds sums over items in the order of the items.
/// </para>
/// </summary>
/// <typeparam name="TSelf">The struct itself.</typeparam>
internal interface ISimdLaunch<TSelf>
    where TSelf : unmanaged, ISimdLaunch<TSelf>
{
    /// <summary>Whether it runs in <see cref="SimdWidth.Widest"/> rather than <see cref="SimdWidth.Usual"/>.</summary>
    static virtual bool WantsWidest => false;

    /// <summary>Independent pieces of work.</summary>
    int Items { get; }

    /// <summary>Ranges are multiples of this (except the last): for less work a second thread is not worth it.</summary>
    int Grain { get; }

    /// <summary>Computes the items begin ≤ i &lt; end.</summary>
    void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>;

    /// <summary>
    /// Called once, on the launching thread, when all items are done; most kernels have nothing left to do. It is static because an
    /// instance method with a default body would box the struct.
    /// </summary>
    static virtual void Finish(in TSelf launch)
    {
    }
}
