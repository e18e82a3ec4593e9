using System.Numerics;

namespace GanFromScratch.Engine.Kernels.GatherRows;

/// <summary>
/// Indices are held in tensors of floats; this is where one becomes a place in memory, and where it is made sure that there is one. Where
/// the host runs the kernel, an index that is none is an error. Elsewhere it makes what depends on it NaN: the host would have to wait for
/// the device to know of it, in every step.
/// </summary>
internal static class WholeIndex
{
    /// <summary>The index, on a device that can refuse one.</summary>
    /// <exception cref="InputException">It is not in [0, count): negative, too large, not whole, NaN.</exception>
    public static int Of<T>(T value, int count, string op)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (value >= T.Zero && value < T.CreateTruncating(count))
        {
            int index = int.CreateTruncating(value);
            if (T.CreateTruncating(index) == value && index < count)
                return index;
        }

        throw new InputException(
            $"{op}: an index is {value}, expected a whole number from 0 to {count - 1}; check the labels, or make room for more of them.");
    }

    /// <summary>The same in the words of kernels: −1 for what is no index.</summary>
    public static int OfFloat(float value, int count)
    {
        if (!(value >= 0 && value < count))
            return -1;
        int index = (int)value;
        return index == value && index < count ? index : -1;
    }
}
