using System.Buffers.Binary;

namespace GanFromScratch.Gan.Data.Png;

/// <summary>
/// From rows as they are stored to 8-bit samples: unpacks small bit depths, looks colours up, makes transparency an alpha channel.
/// </summary>
internal static class PngPixels
{
    /// <param name="header">Size and coding.</param>
    /// <param name="rows">Height × RowBytes, filters taken off.</param>
    /// <param name="palette">PLTE: up to 256 times R, G, B; or null.</param>
    /// <param name="transparency">
    /// tRNS: for a palette an alpha for each entry; for gray or RGB the one colour that is transparent; or null.
    /// </param>
    /// <param name="name">What errors call the file.</param>
    internal static PngImage Expand(PngHeader header, byte[] rows, byte[]? palette, byte[]? transparency, string name)
    {
        byte[] samples = header.BitDepth == 8 ? rows : Unpack(header, rows);
        if (header.Colour == PngColour.Palette)
            return LookUp(header, samples, palette, transparency, name);

        // A colour image may carry a palette as a hint for poor screens; it changes nothing.
        if (palette is not null && header.Colour is PngColour.Gray or PngColour.GrayAlpha)
            throw PngReader.Damaged(name, "a gray image has a PLTE chunk");
        if (transparency is not null)
            return AddAlpha(header, samples, transparency, name);
        if (header.BitDepth < 8)
            Stretch(samples, header.BitDepth);
        return new PngImage(header.Width, header.Height, header.SamplesPerPixel, samples);
    }

    /// <summary>
    /// One byte a pixel out of 1, 2 or 4 bits a pixel; the leftmost pixel is in the highest bits, and every row begins a new byte.
    /// </summary>
    private static byte[] Unpack(PngHeader header, byte[] rows)
    {
        var samples = new byte[header.Width * header.Height];
        int perByte = 8 / header.BitDepth, mask = (1 << header.BitDepth) - 1;
        for (int y = 0, i = 0; y < header.Height; y++)
        {
            for (int x = 0; x < header.Width; x++, i++)
            {
                int packed = rows[(y * header.RowBytes) + (x / perByte)];
                int shift = 8 - (header.BitDepth * ((x % perByte) + 1));
                samples[i] = (byte)((packed >> shift) & mask);
            }
        }

        return samples;
    }

    /// <summary>0 … 2^depth − 1 onto 0 … 255, ends on ends.</summary>
    private static void Stretch(byte[] samples, int bitDepth)
    {
        int factor = 255 / ((1 << bitDepth) - 1);
        for (int i = 0; i < samples.Length; i++)
            samples[i] = (byte)(samples[i] * factor);
    }

    private static PngImage LookUp(PngHeader header, byte[] indices, byte[]? palette, byte[]? alphas, string name)
    {
        if (palette is null)
            throw PngReader.Damaged(name, "it lacks its PLTE chunk, the palette");
        int colours = palette.Length / 3;
        if (palette.Length % 3 != 0 || colours is < 1 or > 256)
            throw PngReader.Damaged(name, $"its palette has {palette.Length} bytes, expected 3 to 768 in threes");
        if (alphas?.Length > colours)
            throw PngReader.Damaged(name, $"its tRNS chunk has {alphas.Length} entries for {colours} colours");

        int channels = alphas is null ? 3 : 4;
        var pixels = new byte[(long)indices.Length * channels];
        for (int i = 0; i < indices.Length; i++)
        {
            int index = indices[i];
            if (index >= colours)
                throw PngReader.Damaged(name, $"pixel {i:N0} has colour {index} of a palette of {colours}");

            palette.AsSpan(index * 3, 3).CopyTo(pixels.AsSpan(i * channels));
            if (alphas is not null)
                pixels[(i * channels) + 3] = index < alphas.Length ? alphas[index] : byte.MaxValue;
        }

        return new PngImage(header.Width, header.Height, channels, pixels);
    }

    private static PngImage AddAlpha(PngHeader header, byte[] samples, byte[] transparency, string name)
    {
        int colours = header.SamplesPerPixel;
        if (colours is 2 or 4)
            throw PngReader.Damaged(name, "it has both an alpha channel and a tRNS chunk");
        if (transparency.Length != 2 * colours)
            throw PngReader.Damaged(name, $"its tRNS chunk has {transparency.Length} bytes, expected {2 * colours}");

        // The transparent colour is stored in 16 bits a sample, whatever the depth, and compared before any stretching.
        Span<byte> key = stackalloc byte[colours];
        bool reachable = true;
        for (int c = 0; c < colours; c++)
        {
            ushort value = BinaryPrimitives.ReadUInt16BigEndian(transparency.AsSpan(2 * c));
            reachable &= value <= byte.MaxValue;
            key[c] = (byte)value;
        }

        int area = header.Width * header.Height;
        var alphas = new byte[area];
        for (int i = 0; i < area; i++)
            alphas[i] = reachable && samples.AsSpan(i * colours, colours).SequenceEqual(key) ? (byte)0 : byte.MaxValue;
        if (header.BitDepth < 8)
            Stretch(samples, header.BitDepth);

        var pixels = new byte[(long)area * (colours + 1)];
        for (int i = 0; i < area; i++)
        {
            samples.AsSpan(i * colours, colours).CopyTo(pixels.AsSpan(i * (colours + 1)));
            pixels[(i * (colours + 1)) + colours] = alphas[i];
        }

        return new PngImage(header.Width, header.Height, colours + 1, pixels);
    }
}
