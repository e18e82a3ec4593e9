using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Conv2d;

namespace GanFromScratch.Gan.Transforms;

/// <summary>
/// Sets a rectangle of half the height and width of each image to zero; its centre is anywhere in the image, so part of it may lie outside
/// (DeVries, Taylor 2017; DiffAugment, Zhao et al. 2020).
/// </summary>
public sealed class Cutout : Transform
{
    /// <summary>The rectangle's sides, as a share of the image's.</summary>
    private const double Ratio = 0.5;

    public override string Name => "cutout";

    public override string Description => "sets a rectangle of half the height and width to zero (Zhao et al. 2020)";

    public override Tensor Of(Tensor samples, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(samples);
        (int images, int height, int width) = (samples.Shape[0], samples.Shape[2], samples.Shape[3]);
        Tensor rows = Band(images, height, random).Reshape(images, 1, height, 1);
        Tensor columns = Band(images, width, random).Reshape(images, 1, 1, width);
        return samples * (1 - (rows * columns));
    }

    /// <summary>
    /// 1 at the rows (or columns) of the rectangle, else 0: (N, length). A centre, widened by a convolution with ones; for a rectangle of
    /// even sides it lies between two pixels or on the border.
    /// </summary>
    private static Tensor Band(int images, int length, RandomSource random)
    {
        int size = (int)((length * Ratio) + 0.5), padding = (size - 1) / 2, centres = length + 1 - (size % 2);
        Tensor centre = RandomPlace(random, images, centres).OneHot(centres).Reshape(images, 1, 1, centres);
        Tensor ones = Tensor.Ones(centre.Device, [1, 1, 1, size]);
        return centre.Conv2d(ones, null, new Conv2dOptions { PaddingLeft = padding, PaddingRight = padding }).Reshape(images, length);
    }
}
