using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary><see cref="Fill"/> on a GPU, or on a processor behind OpenCL.</summary>
internal static partial class FillSimt
{
    public static KernelVersions<FillLaunch> Gpu() => KernelVersions<FillLaunch>.Ladder([
        new("Element", "one item per element", static (device, in work) =>
            Element(device, Division.Groups(work.Y.Length), work.Y, work.Value))]);

    public static KernelVersions<FillLaunch> Processor() => KernelVersions<FillLaunch>.Ladder([
        new("Stretch", "one item per run of elements", static (device, in work) =>
            Stretch(device, Division.Runs(device, work.Y.Length), work.Y, work.Value))]);

    [Kernel]
    internal static void Element(ArrayView<float> y, float value)
    {
        int i = Grid.GlobalIndex.X;
        if (i < y.IntLength)
            y[i] = value;
    }

    [Kernel(GroupSize = 1)]
    internal static void Stretch(ArrayView<float> y, float value)
    {
        int end = Division.End(y.IntLength);
        for (int i = Division.Begin(y.IntLength); i < end; i++)
            y[i] = value;
    }
}
