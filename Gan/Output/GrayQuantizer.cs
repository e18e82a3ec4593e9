using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing.Processors.Quantization;

namespace GanFromScratch.Gan.Output;

/// <summary>All 256 grays as a palette, in which a pixel's shade is its index: nothing is lost.</summary>
internal sealed class GrayQuantizer : IQuantizer
{
    public QuantizerOptions Options { get; } = new() { Dither = null };

    public IQuantizer<TPixel> CreatePixelSpecificQuantizer<TPixel>(Configuration configuration)
        where TPixel : unmanaged, IPixel<TPixel> => CreatePixelSpecificQuantizer<TPixel>(configuration, Options);

    public IQuantizer<TPixel> CreatePixelSpecificQuantizer<TPixel>(Configuration configuration, QuantizerOptions options)
        where TPixel : unmanaged, IPixel<TPixel> => new OfFrame<TPixel>(configuration, options);

    private struct OfFrame<TPixel>(Configuration configuration, QuantizerOptions options) : IQuantizer<TPixel>
        where TPixel : unmanaged, IPixel<TPixel>
    {
        private readonly TPixel[] grays = [.. Enumerable.Range(0, 256).Select(shade =>
        {
            TPixel gray = default;
            gray.FromL8(new L8((byte)shade));
            return gray;
        })];

        public readonly Configuration Configuration => configuration;

        public readonly QuantizerOptions Options => options;

        public readonly ReadOnlyMemory<TPixel> Palette => grays;

        public readonly void AddPaletteColors(Buffer2DRegion<TPixel> pixelRegion)
        {
            // They are known.
        }

        public IndexedImageFrame<TPixel> QuantizeFrame(ImageFrame<TPixel> source, Rectangle bounds) =>
            QuantizerUtilities.QuantizeFrame(ref this, source, bounds);

        public readonly byte GetQuantizedColor(TPixel color, out TPixel match)
        {
            match = color;
            Rgba32 rgba = default;
            color.ToRgba32(ref rgba);
            return rgba.R;
        }

        public readonly void Dispose()
        {
            // Nothing is held.
        }
    }
}
