namespace GanFromScratch.Engine.Kernels.Arithmetic;

/// <summary>
/// Several floats in one vector register. The three implementations differ only in their width, so that a SIMD kernel is written once,
/// as a method generic over <typeparamref name="L"/>; the just-in-time compiler makes one body per width and removes the others.
/// </summary>
public unsafe interface ILanes<L> : IExactArithmetic<L>
    where L : unmanaged, ILanes<L>
{
    /// <summary>Floats in a register: 4, 8 or 16.</summary>
    static abstract int Count { get; }

    static abstract L Zero { get; }

    /// <summary>The same float in every lane.</summary>
    static abstract L Broadcast(float value);

    static abstract L Load(float* source);

    void Store(float* target);

    /// <summary>Words of 32 random bits as floats in [0, 1): the upper 24 bits times 2⁻²⁴, all exact.</summary>
    static abstract L UnitInterval(uint* words);

    /// <summary>The sum of the lanes, always folded in the same order: upper half onto lower half, until one is left.</summary>
    float Sum();

    /// <summary>Lane <paramref name="index"/>, for the rare function that has no vector form.</summary>
    float this[int index] { get; }
}
