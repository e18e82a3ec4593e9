namespace GanFromScratch.Tests.Support;

/// <summary>Lengths around every lane width and block boundary, where loops go wrong.</summary>
internal static class AwkwardSizes
{
    public static readonly int[] Lengths = [
        0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 129, 4095, 4096, 4097, 8193];
}
