using GanFromScratch.Engine.Kernels.Elementwise;

namespace GanFromScratch.Engine.Kernels.StridedCopy;

/// <summary>The definition of <see cref="StridedCopy"/>.</summary>
internal static class StridedCopyReference
{
    public static void Run<T>(BroadcastPlan plan, int length, ReadOnlySpan<T> x, Span<T> y)
    {
        for (int i = 0; i < length; i++)
        {
            plan.Locate(i / plan.Inner, out int offsetX, out int offsetY);
            int column = i % plan.Inner;
            y[offsetY + (column * plan.InnerStrideB)] = x[offsetX + (column * plan.InnerStrideA)];
        }
    }
}
