using System.Buffers.Binary;

namespace GanFromScratch.Gan.Data.Images;

/// <summary>
/// Detects truncated files by their structure. Image decoders fill missing bytes with gray or zeros, which suits a viewer; but in a data
/// set such an image would go unnoticed. TIFF needs no check: its decoder refuses a truncated file.
/// </summary>
internal static class WholeFile
{
    /// <summary>What is wrong with the file, to stand in a sentence; null: it is whole.</summary>
    public static string? Problem(ImageKind kind, ReadOnlySpan<byte> file) =>
        kind == ImageKind.Png ? PngCheck.Problem(file)
        : kind == ImageKind.Jpeg ? Jpeg(file)
        : kind == ImageKind.Gif ? Gif(file)
        : kind == ImageKind.Bmp ? Bmp(file)
        : kind == ImageKind.Webp ? Webp(file)
        : kind == ImageKind.Pbm ? PbmText.Problem(file)
        : kind == ImageKind.Tga ? Tga(file)
        : null;

    /// <summary>
    /// Segments, each a marker and a length; after SOS coded bytes, in which FF stands before 00 or a restart marker only.
    /// </summary>
    private static string? Jpeg(ReadOnlySpan<byte> file)
    {
        const string Cut = "it ends before its end marker (EOI)";
        const byte EndOfImage = 0xD9, StartOfScan = 0xDA, Fill = 0xFF;
        int at = 2;
        while (true)
        {
            // Before a marker there may be the bytes of a scan, and any number of fill bytes.
            int next = file[at..].IndexOf(Fill);
            if (next < 0 || (at += next + 1) >= file.Length)
                return Cut;
            byte marker = file[at];
            if (marker is 0 or 1 or Fill or (>= 0xD0 and <= 0xD7))
            {
                at += marker == Fill ? 0 : 1;
                continue;
            }

            if (marker == EndOfImage)
                return null;
            if (at + 3 > file.Length)
                return Cut;
            int length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 1)..]);
            if (length < 2)
                return $"its segment {marker:X2} has length {length}, expected at least 2";
            if ((at += 1 + length) > file.Length)
                return marker == StartOfScan ? Cut : $"it ends within its segment {marker:X2}";
        }
    }

    /// <summary>Blocks up to the end of the first image: the others are not read.</summary>
    private static string? Gif(ReadOnlySpan<byte> file)
    {
        const int Header = 13;
        const byte Extension = 0x21, Image = 0x2C;
        if (file.Length < Header)
            return "it ends within its header";
        int at = Header + Colours(file[10]);
        while (at < file.Length)
        {
            byte block = file[at];
            if (block is not (Extension or Image))
                return $"a block begins with {block:X2}, expected an extension or an image";
            if (block == Image && at + 9 >= file.Length)
                break;
            // Past the label of an extension; past the place, the colours and the code size of an image.
            at += block == Extension ? 2 : 10 + Colours(file[at + 9]) + 1;
            while (at < file.Length && file[at] != 0)
                at += 1 + file[at];
            if (at++ < file.Length && block == Image)
                return null;
        }

        return "it ends within its first image";

        static int Colours(byte packed) => (packed & 0x80) == 0 ? 0 : 3 << ((packed & 7) + 1);
    }

    /// <summary>A container with a length, and chunks with lengths in it; each begins at an even place.</summary>
    private static string? Webp(ReadOnlySpan<byte> file)
    {
        const int Frame = 8;
        if (file.Length < Frame + 12)
            return "it ends within its header";
        long end = Frame + (long)BinaryPrimitives.ReadUInt32LittleEndian(file[4..]);
        if (end > file.Length)
            return $"its header claims {end:N0} bytes, but it has {file.Length:N0}";
        for (long at = 12; at + Frame <= end;)
        {
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(file[(int)(at + 4)..]);
            if (at + Frame + length > end)
                return $"a chunk at byte {at:N0} claims {length:N0} bytes, but only {end - at - Frame:N0} follow";
            at += Frame + length + (length & 1);
        }

        return null;
    }

    /// <summary>Rows that are not packed have a known length, a multiple of four bytes.</summary>
    private static string? Bmp(ReadOnlySpan<byte> file)
    {
        const int CoreHeader = 12;
        if (file.Length < 26)
            return "it ends within its header";
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(file[10..]);
        int header = BinaryPrimitives.ReadInt32LittleEndian(file[14..]);
        if (header > CoreHeader && file.Length < 34)
            return "it ends within its header";
        (long width, long height) = header == CoreHeader
            ? (BinaryPrimitives.ReadUInt16LittleEndian(file[18..]), BinaryPrimitives.ReadUInt16LittleEndian(file[20..]))
            : (BinaryPrimitives.ReadInt32LittleEndian(file[18..]), BinaryPrimitives.ReadInt32LittleEndian(file[22..]));
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(file[(header == CoreHeader ? 24 : 28)..]);
        // 0 and 3 are rows as they are, 3 with masks for the colours; 1 and 2 are runs.
        int packing = header > 16 ? BinaryPrimitives.ReadInt32LittleEndian(file[30..]) : 0;
        long needed = offset + (((width * bits) + 31) / 32 * 4 * Math.Abs(height));
        return packing is 0 or 3 && needed > file.Length ? $"its header asks for {needed:N0} bytes, but it has {file.Length:N0}" : null;
    }

    /// <summary>
    /// Runs: a byte that says how many pixels follow, or how often one does. (Rows that are not packed were counted when it was
    /// recognised.)
    /// </summary>
    private static string? Tga(ReadOnlySpan<byte> file)
    {
        const int Header = 18, FirstPacked = 9, Repeat = 0x80;
        int pixelBytes = (file[16] + 7) / 8, mapBytes = BinaryPrimitives.ReadUInt16LittleEndian(file[5..]) * ((file[7] + 7) / 8);
        long left = (long)BinaryPrimitives.ReadUInt16LittleEndian(file[12..]) * BinaryPrimitives.ReadUInt16LittleEndian(file[14..]);
        if (file[2] < FirstPacked)
            return null;
        for (int at = Header + file[0] + mapBytes; left > 0;)
        {
            int run = at < file.Length ? (file[at] & (Repeat - 1)) + 1 : 1;
            at += 1 + (at < file.Length && file[at] >= Repeat ? pixelBytes : run * pixelBytes);
            if (at > file.Length)
                return $"it ends with {left:N0} pixels missing";
            left -= run;
        }

        return null;
    }
}
