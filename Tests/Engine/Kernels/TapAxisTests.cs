using GanFromScratch.Engine.Kernels.Conv2d;

namespace GanFromScratch.Tests.Engine.Kernels;

/// <summary>Which taps meet which pixels, against the definition: every tap with every pixel.</summary>
public class TapAxisTests
{
    [Test]
    public void The_taps_of_a_pixel_are_those_of_the_definition(
        [Values(1, 2, 3, 5)] int taps, [Values(1, 2, 3, 4)] int stride, [Values(1, 2, 3, 4)] int dilation)
    {
        foreach (int padding in new[] { 0, 1, 3, 6 })
        {
            foreach (int pixels in new[] { 1, 2, 7 })
                Check(taps, stride, padding, dilation, pixels);
        }
    }

    private static void Check(int taps, int stride, int padding, int dilation, int pixels)
    {
        const int targets = 12;
        TapAxis forward = new(
            taps, pixels, stride, padding, dilation,
            transposed: false), transposed = new(taps, pixels, stride, padding, dilation, transposed: true);
        for (int target = 0; target < targets; target++)
        {
            var meets = Enumerable.Range(0, taps).Select(k => (Tap: k, Pixel: (target * stride) + (k * dilation) - padding));
            Assert.That(
                Met(forward.Of(target)), Is.EqualTo(meets.Where(m => m.Pixel >= 0 && m.Pixel < pixels)),
                $"target pixel {target}, padding {padding}, {pixels} pixels");
            var reaches = Enumerable.Range(0, taps).SelectMany(k => Enumerable.Range(0, pixels).Select(p => (Tap: k, Pixel: p)))
                .Where(m => m.Pixel * stride == target + padding - (m.Tap * dilation));
            Assert.That(
                Met(transposed.Of(target)), Is.EqualTo(reaches), $"target pixel {target}, padding {padding}, {pixels} pixels, transposed");
        }
    }

    private static IEnumerable<(int Tap, int Pixel)> Met(TapRange range) =>
        Enumerable.Range(0, range.Count).Select(i => (range.First + (i * range.TapStep), range.Pixel + (i * range.PixelStep)));
}
