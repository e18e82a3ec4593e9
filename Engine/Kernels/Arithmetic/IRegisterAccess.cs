using System.Runtime.CompilerServices;

namespace GanFromScratch.Engine.Kernels.Arithmetic;

/// <summary>
/// The memory access of a loop's body. The body is written once over this interface and compiled twice: for <see cref="Whole"/> registers
/// in the loop, without a branch, and for the <see cref="Rest"/> after it that does not fill one. (A branch inside the loop would cost
/// more than the body: the call for the rest makes the compiler spill every register around it.)
/// </summary>
internal unsafe interface IRegisterAccess
{
    /// <param name="left">Elements from here to the end of the row.</param>
    static abstract L Load<L>(float* source, int left)
        where L : unmanaged, ILanes<L>;

    static abstract void Store<L>(L value, float* target, int left)
        where L : unmanaged, ILanes<L>;
}

/// <summary>A register's worth of elements is there.</summary>
internal unsafe struct Whole : IRegisterAccess
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Load<L>(float* source, int left)
        where L : unmanaged, ILanes<L> =>
        L.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<L>(L value, float* target, int left)
        where L : unmanaged, ILanes<L> =>
        value.Store(target);
}

/// <summary>The last few elements of a row; see <see cref="PartialLanes"/>.</summary>
internal unsafe struct Rest : IRegisterAccess
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Load<L>(float* source, int left)
        where L : unmanaged, ILanes<L> =>
        PartialLanes.Load<L>(source, left);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<L>(L value, float* target, int left)
        where L : unmanaged, ILanes<L> =>
        PartialLanes.Store(value, target, left);
}
