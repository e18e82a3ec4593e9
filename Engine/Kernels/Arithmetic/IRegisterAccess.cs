using System.Runtime.CompilerServices;

namespace GanFromScratch.Engine.Kernels.Arithmetic;

/// <summary>
/// How a loop's body meets memory. Written once over this, it is compiled twice: for <see cref="Whole"/> registers in the loop, without a
/// question, and for the <see cref="Rest"/> that does not fill one behind it. (A question inside the loop would cost more than the body:
/// the call for the rest makes the compiler empty every register around it.)
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
