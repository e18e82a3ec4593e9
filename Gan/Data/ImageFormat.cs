namespace GanFromScratch.Gan.Data;

/// <summary>The shape of one image.</summary>
/// <param name="Channels">1 gray, 2 gray + alpha, 3 RGB, 4 RGBA.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public readonly record struct ImageFormat(int Channels, int Height, int Width)
{
    /// <summary>What MNIST and the digit models have: 28×28 gray.</summary>
    public static ImageFormat Mnist => new(1, 28, 28);

    /// <summary>Square images of these sizes, gray and in colour.</summary>
    public static IReadOnlyList<ImageFormat> GrayAndColour(IEnumerable<int> sizes) =>
        [.. sizes.SelectMany(size => new[] { new ImageFormat(1, size, size), new ImageFormat(3, size, size) })];

    /// <summary>Bytes, or values, of one image: C × H × W.</summary>
    public int Size => checked(Channels * Height * Width);

    /// <summary>The same size without an alpha channel.</summary>
    public ImageFormat Opaque => this with { Channels = Channels < 3 ? 1 : 3 };

    /// <summary>Width × height and the kind of colour, as in "28×28 gray".</summary>
    public override string ToString() =>
        $"{Width}×{Height} {Channels switch { 1 => "gray", 2 => "gray + alpha", 3 => "RGB", _ => "RGBA" }}";
}
