using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
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
        Tensor moved = InRandomRows(samples, random);
        return InRandomRows(moved.Permute(0, 1, 3, 2), random).Permute(0, 1, 3, 2);
    }

    /// <summary>Images (N, C, H, W) shifted along H.</summary>
    private static Tensor InRandomRows(Tensor x, RandomSource random)
    {
        int most = (int)((x.Shape[2] * Ratio) + 0.5);
        return Shifted(x, RandomPlace(random, x.Shape[0], (2 * most) + 1), most);
    }

    /// <summary>
    /// Each image begins at a row of its own of the same image with <paramref name="most"/> rows of zeros above and below. Its gradient is
    /// the opposite shift.
    /// </summary>
    /// <param name="x">(N, C, H, W).</param>
    /// <param name="first">(N), each from 0 to 2·most.</param>
    /// <param name="most">The longest shift.</param>
    private static Tensor Shifted(Tensor x, Tensor first, int most) =>
        Tensor.Op("Shift", [x], () => Rows(x, first, most), (_, dy) => [Shifted(dy, (2 * most) - first, most)]);

    private static Tensor Rows(Tensor x, Tensor first, int most)
    {
        (int n, int c, int h, int w) = (x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3]);
        Tensor table = x.Pad(2, most, most);
        int height = table.Shape[2];
        Tensor ofPlane = (Counted(x.Device, n * c) * height).Reshape(n, c, 1) + first.Reshape(n, 1, 1);
        Tensor index = ofPlane + Counted(x.Device, h);
        return table.Reshape(n * c * height, w).GatherRows(index.Reshape(n * c * h)).Reshape(x.Shape);
    }

    /// <summary>
    /// 0, 1, 2, …, as the running sum of ones: a recorded step takes no values from the host, so they are made on the device.
    /// </summary>
    private static Tensor Counted(Device device, int count)
    {
        Tensor ones = Tensor.Ones(device, [1, 1, 1, count]);
        return ones.Conv2d(ones, null, new Conv2dOptions { PaddingLeft = count - 1 }).Reshape(count) - 1;
    }
}
