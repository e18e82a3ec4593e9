using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary><see cref="Select"/> on a GPU, or on a processor behind OpenCL.</summary>
internal static partial class SelectSimt
{
    public static KernelVersions<SelectLaunch> Gpu() => KernelVersions<SelectLaunch>.Ladder([
        new("Element", "one item per element", static (device, in work) =>
            Element(device, Division.Groups(work.Y.Length), work.Condition, work.A, work.B, work.Y))]);

    public static KernelVersions<SelectLaunch> Processor() => KernelVersions<SelectLaunch>.Ladder([
        new("Stretch", "one item per run of elements; both operands are read, so the selection is branch-free", static (device, in work) =>
            Stretch(device, Division.Runs(device, work.Y.Length), work.Condition, work.A, work.B, work.Y))]);

    [Kernel]
    internal static void Element(ArrayView<float> condition, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y)
    {
        int i = Grid.GlobalIndex.X;
        if (i < y.IntLength)
            y[i] = condition[i] != 0 ? a[i] : b[i];
    }

    [Kernel(GroupSize = 1)]
    internal static void Stretch(ArrayView<float> condition, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y)
    {
        int end = Division.End(y.IntLength);
        for (int i = Division.Begin(y.IntLength); i < end; i++)
        {
            float u = a[i], v = b[i];
            y[i] = condition[i] != 0 ? u : v;
        }
    }
}
