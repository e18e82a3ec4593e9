using ILGPU.Runtime;

namespace GanFromScratch.Engine.Simt;

/// <summary>Four neighbouring floats.</summary>
[Intrinsic("Float4")]
public readonly struct Float4(float x, float y, float z, float w)
{
    public float X { get; } = x;

    public float Y { get; } = y;

    public float Z { get; } = z;

    public float W { get; } = w;

    /// <summary>
    /// Elements index … index + 3, the first at a multiple of 16 bytes: one instruction on any GPU. Shared memory begins at one.
    /// </summary>
    [Intrinsic("load4a")]
    public static Float4 LoadAligned(ArrayView<float> view, int index) => view.SubView(index, 4).AsAligned(16).Cast<Float4>()[0];

    /// <summary>Elements index … index + 3, at any address; CUDA has no such instruction and uses four.</summary>
    [Intrinsic("load4")]
    public static Float4 Load(ArrayView<float> view, int index) => new(view[index], view[index + 1], view[index + 2], view[index + 3]);

    [Intrinsic("store4")]
    public static void Store(ArrayView<float> view, int index, Float4 value)
    {
        view[index] = value.X;
        view[index + 1] = value.Y;
        view[index + 2] = value.Z;
        view[index + 3] = value.W;
    }

    /// <summary>x·y + z for each of the four, rounded once.</summary>
    [Intrinsic("fma4")]
    public static Float4 MultiplyAdd(float x, Float4 y, Float4 z) => new(
        MathF.FusedMultiplyAdd(x, y.X, z.X),
        MathF.FusedMultiplyAdd(x, y.Y, z.Y),
        MathF.FusedMultiplyAdd(x, y.Z, z.Z),
        MathF.FusedMultiplyAdd(x, y.W, z.W));
}
