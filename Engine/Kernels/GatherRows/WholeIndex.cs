using System.Numerics;

namespace GanFromScratch.Engine.Kernels.GatherRows;

/// <summary>
/// Indices are held in tensors of floats; this is where one becomes a place in memory, and where it is made sure that there is one.
/// </summary>
internal static class WholeIndex
{
    /// <summary>The index in [0, count), or −1 for anything else: negative, too large, not whole, NaN.</summary>
    public static int Of<T>(T value, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!(value >= T.Zero && value < T.CreateTruncating(count)))
            return -1;
        int index = int.CreateTruncating(value);
        return T.CreateTruncating(index) == value && index < count ? index : -1;
    }

    /// <summary>The same in the words of kernels.</summary>
    public static int OfFloat(float value, int count)
    {
        if (!(value >= 0 && value < count))
            return -1;
        int index = (int)value;
        return index == value && index < count ? index : -1;
    }
}
