using GanFromScratch.Engine.Simt;
using ILGPU;

namespace GanFromScratch.Tests.Engine.Devices.Ilgpu;

/// <summary>Eight bytes that are passed as they lie.</summary>
internal readonly struct ScaleAndShift(float scale, float shift)
{
    public readonly float Scale = scale, Shift = shift;
}

/// <summary>
/// A kernel with every kind of argument. The stand-in for NVIDIA's driver knows it by the name that ILGPU gives it, and does the same in C.
/// </summary>
internal static partial class IlgpuKernels
{
    [Kernel]
    internal static void Affine(ArrayView<float> x, ArrayView<float> y, ScaleAndShift rule, float more, int times, bool on)
    {
        int i = Grid.GlobalIndex.X;
        if (on && i < y.IntLength)
            y[i] = (rule.Scale * x[i]) + rule.Shift + (more * times);
    }
}
