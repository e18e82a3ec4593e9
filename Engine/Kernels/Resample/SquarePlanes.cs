namespace GanFromScratch.Engine.Kernels.Resample;

/// <summary>
/// Square planes for cases of resampling and pooling: as many as a shape has rows, with as many pixels as columns.
/// </summary>
/// <param name="Count">Planes.</param>
/// <param name="Side">Pixels along each axis, at least 2.</param>
internal readonly record struct SquarePlanes(int Count, int Side)
{
    /// <summary>The shapes at which all kernels on planes are measured.</summary>
    public static IReadOnlyList<KernelExample> Examples { get; } =
    [
        new(new(8192, 64), "64 images with 128 channels of 8×8"),
        new(new(512, 16384), "4 images with 128 channels of 128×128"),
    ];

    public SquarePlanes(CaseShape shape)
        : this(shape.Rows, Math.Max((int)Math.Sqrt(shape.Columns), 2))
    {
    }

    public int Length => Count * Side * Side;

    /// <summary>Windows of 2×2 side by side.</summary>
    public PoolAxis Halves => new PoolSizes(2).Rows(Side);

    /// <summary>Numbers after pooling by <see cref="Halves"/>.</summary>
    public int HalvesLength => Count * Halves.Outputs * Halves.Outputs;

    public override string ToString() => $"{Count}x{Side}x{Side}";
}
