using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Images;

namespace GanFromScratch.Gan.Data.Pairs;

/// <summary>Each image of a folder is a pair: its left half A, its right half B, as in the paper's own data sets.</summary>
public sealed class SideBySide : Pairing
{
    public override string Name => "side-by-side";

    public override string Description => "images whose left half is A, right half B";

    public override ImagePairs Load(string data, DatasetPart part, Func<ImageFormat, ImageFormat> target, ImageReading reading)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(reading);
        // A crop would take from A on the left, from B on the right.
        ImageSet pairs = DatasetCatalog.Default.Load(
            data, part, first => Double(target(Half(data, first))), reading with { Fit = Fit.Stretch });
        ImageFormat half = pairs.Format with { Width = pairs.Width / 2 };
        byte[] inputs = new byte[pairs.Pixels.Length / 2], outputs = new byte[pairs.Pixels.Length / 2];
        for (int row = 0; row < inputs.Length / half.Width; row++)
        {
            ReadOnlySpan<byte> both = pairs.Pixels.AsSpan(row * pairs.Width, pairs.Width);
            both[..half.Width].CopyTo(inputs.AsSpan(row * half.Width));
            both[half.Width..].CopyTo(outputs.AsSpan(row * half.Width));
        }

        return new ImagePairs(
            new ImageSet(pairs.Name, half, inputs), new ImageSet(pairs.Name, half, outputs, pairs.Labels, pairs.ClassNames, pairs.Notes));
    }

    private static ImageFormat Double(ImageFormat format) => format with { Width = 2 * format.Width };

    private ImageFormat Half(string data, ImageFormat first) => first.Width >= 2 && first.Width % 2 == 0
        ? first with { Width = first.Width / 2 }
        : throw new InputException(
            $"--pairs {Name}: expected images of an even width, A on the left and B on the right, got {first} in {data}; join them so, or "
            + "choose another --pairs.");
}
