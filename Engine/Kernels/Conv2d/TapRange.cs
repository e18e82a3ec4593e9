namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>
/// Along one axis of an image: which taps of the kernel meet the source image for one target pixel, and where. They are evenly spaced:
/// tap First, First + TapStep, … meets the pixel Pixel, Pixel + PixelStep, …, Count times. Taps on padding or (in a transposed
/// convolution with a stride) between two pixels are excluded: zeros are never multiplied.
/// </summary>
internal readonly struct TapRange(int first, int tapStep, int pixel, int pixelStep, int count)
{
    public readonly int First = first;
    public readonly int TapStep = tapStep;
    public readonly int Pixel = pixel;
    public readonly int PixelStep = pixelStep;
    public readonly int Count = count;
}
