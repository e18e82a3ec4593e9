using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Devices.Cpu;

/// <summary>
/// A kernel's SIMD face with its arguments: a small struct of pointers and sizes. The device calls <see cref="Run{L}"/> on ranges of
/// [0, <see cref="Items"/>), perhaps on several threads at once, in the widest lanes the processor has.
/// <para>
/// An item's result must not depend on the range it came in. Then nothing depends on the number of threads: work is cut into items by
/// size alone, and sums over items are folded by <see cref="Finish"/> in the order of the items.
/// </para>
/// </summary>
internal interface ISimdLaunch
{
    /// <summary>Whether it runs in <see cref="SimdWidth.Widest"/> rather than <see cref="SimdWidth.Usual"/>.</summary>
    static virtual bool WantsWidest => false;

    /// <summary>Independent pieces of work.</summary>
    int Items { get; }

    /// <summary>Ranges are multiples of this (but for the last): below it a second thread would not pay.</summary>
    int Grain { get; }

    /// <summary>Does the items begin ≤ i &lt; end.</summary>
    void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>;

    /// <summary>Called once, on the launching thread, when all items are done.</summary>
    void Finish();
}
