namespace GanFromScratch.Engine.Simt.Vocabulary;

/// <summary>The launch as a whole: its groups.</summary>
public static class Grid
{
    /// <summary>Which group this is, 0 … <see cref="DimX"/> − 1. The same for all items of a group.</summary>
    public static int IdxX => throw OnDeviceOnly.Here();

    /// <summary>Number of groups.</summary>
    public static int DimX => throw OnDeviceOnly.Here();

    /// <summary>Which item this is among all items of all groups.</summary>
    public static GridIndex GlobalIndex => throw OnDeviceOnly.Here();
}

/// <summary>An index in up to three dimensions, of which kernels here use the first.</summary>
public readonly struct GridIndex
{
    public int X { get; }
}
