using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Arithmetic;

/// <summary>
/// A double as the sum of two floats (double-single), for structs that are kernel arguments: the host loses at most the last five bits,
/// and kernels, which have no doubles, use the nearest float. In C it is that float.
/// </summary>
[Transparent]
public readonly record struct FloatPair
{
    private FloatPair(float nearest, float rest)
    {
        Nearest = nearest;
        Rest = rest;
    }

    /// <summary>The nearest float.</summary>
    public float Nearest { get; }

    private float Rest { get; }

    public static implicit operator FloatPair(double value)
    {
        float nearest = (float)value;
        // Infinity has no remainder. The remainder of an exact float is −0: adding it changes no number, not even −0.
        return new(nearest, float.IsFinite(nearest) ? -(float)(nearest - value) : 0);
    }

    public static implicit operator double(FloatPair pair) => pair.Nearest + (double)pair.Rest;
}
