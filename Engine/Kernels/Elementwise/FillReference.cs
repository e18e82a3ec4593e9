namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary>The definition of <see cref="Fill"/>.</summary>
internal static class FillReference
{
    public static void Run<T>(Span<T> y, T value)
    {
        for (int i = 0; i < y.Length; i++)
            y[i] = value;
    }
}
