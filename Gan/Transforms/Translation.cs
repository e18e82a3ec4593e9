using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Conv2d;

namespace GanFromScratch.Gan.Transforms;

/// <summary>
/// Shifts each image by whole pixels, up to an eighth of its height and width in each direction; zeros come in at the border (DiffAugment,
/// Zhao et al. 2020).
/// </summary>
public sealed class Translation : Transform
{
    /// <summary>The longest shift, as a share of the image.</summary>
    private const double Ratio = 0.125;

    public override string Name => "translation";

    public override string Description => "shifts by up to 1/8 of the image (Zhao et al. 2020)";

    public override Tensor Of(Tensor samples, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return Shifted(Shifted(samples, 2, random), 3, random);
    }

    /// <summary>
    /// Along one axis of (N, C, H, W). A shift is the convolution with a kernel that is 1 at one place, a place of its own for each image;
    /// a group for each plane lets every image have its own kernel.
    /// </summary>
    private static Tensor Shifted(Tensor x, int axis, RandomSource random)
    {
        (int images, int channels, int most) = (x.Shape[0], x.Shape[1], (int)((x.Shape[axis] * Ratio) + 0.5));
        int places = (2 * most) + 1;
        Tensor kernel = RandomPlace(random, images, places).Reshape(images, 1, places).BroadcastTo([images, channels, places]);
        Shape planes = [1, images * channels, x.Shape[2], x.Shape[3]];
        var eachPlane = new Conv2dOptions(groups: images * channels);
        Tensor shifted = axis == 2
            ? x.Reshape(planes).Conv2d(
                kernel.Reshape(images * channels, 1, places, 1), null, eachPlane with { PaddingTop = most, PaddingBottom = most })
            : x.Reshape(planes).Conv2d(
                kernel.Reshape(images * channels, 1, 1, places), null, eachPlane with { PaddingLeft = most, PaddingRight = most });
        return shifted.Reshape(x.Shape);
    }
}
