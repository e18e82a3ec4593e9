namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>
/// The target pixels with the same taps (<see cref="TapAxis"/>), as columns of a matrix product: within a class no tap falls between two
/// source pixels. A convolution has one class, its transpose one for each pixel that a stride passes over.
/// <para>
/// Column = (n · <see cref="Height"/> + q) · <see cref="Width"/> + r stands for target pixel (class + q·classes, class + r·classes). If
/// the stride does not divide the image, some classes have fewer pixels than that; their last columns lie outside the image.
/// </para>
/// </summary>
internal readonly struct PixelClass
{
    /// <summary>Pixels of the class down and across an image.</summary>
    public readonly int Height;
    public readonly int Width;

    /// <summary>Taps of the class down and across the kernel, and the place of the first in it.</summary>
    public readonly int TapsY;
    public readonly int TapsX;
    public readonly int FirstTap;

    // The first target pixel, and the source pixel that it meets with the first tap.
    private readonly int targetY, targetX, startY, startX;

    public PixelClass(Conv2dGeometry conv, TapAxis axisY, TapAxis axisX, int index)
    {
        Height = Pixels(conv.TargetH, axisY);
        Width = Pixels(conv.TargetW, axisX);
        targetY = index / axisX.Classes;
        targetX = index % axisX.Classes;
        int firstY = axisY.First(targetY), firstX = axisX.First(targetX);
        TapsY = axisY.Count(firstY);
        TapsX = axisX.Count(firstX);
        FirstTap = (firstY * conv.KW) + firstX;
        startY = axisY.Start(targetY, firstY);
        startX = axisX.Start(targetX, firstX);
    }

    /// <summary>Length of the sums.</summary>
    public int K(Conv2dGeometry conv) => TapsY * TapsX * conv.SourceC;

    public int Image(int column) => column / (Height * Width);

    /// <summary>Row of the target pixel.</summary>
    public int TargetY(int column, TapAxis axisY) => targetY + (column / Width % Height * axisY.Classes);

    public int TargetX(int column, TapAxis axisX) => targetX + (column % Width * axisX.Classes);

    /// <summary>Row of the source pixel that the first tap meets; it may lie outside.</summary>
    public int SourceY(int column, TapAxis axisY) => startY + (column / Width % Height * axisY.Advance);

    public int SourceX(int column, TapAxis axisX) => startX + (column % Width * axisX.Advance);

    /// <summary>Columns of each class.</summary>
    public static int Columns(Conv2dGeometry conv, TapAxis axisY, TapAxis axisX) =>
        conv.N * Pixels(conv.TargetH, axisY) * Pixels(conv.TargetW, axisX);

    private static int Pixels(int target, TapAxis axis) => (target + axis.Classes - 1) / axis.Classes;
}
