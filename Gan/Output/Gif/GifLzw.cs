namespace GanFromScratch.Gan.Output.Gif;

/// <summary>
/// GIF's compression, Lempel–Ziv–Welch with codes that grow: a code stands for a run of indices seen before. The table begins with the
/// single indices; whenever a run is followed by an index it was not followed by yet, the run's code is written and the longer run gets
/// the next free code. The decoder builds the same table from the codes, one entry behind.
/// </summary>
internal static class GifLzw
{
    /// <summary>Codes of 12 bits are the longest that the format has; when they are used up, the table begins anew.</summary>
    private const int MostCodes = 1 << 12;

    /// <param name="indices">At least one, each below 2^<paramref name="bits"/>.</param>
    /// <param name="bits">2 to 8.</param>
    public static byte[] Compress(ReadOnlySpan<byte> indices, int bits)
    {
        var output = new List<byte>(indices.Length / 2);
        int clear = 1 << bits, end = clear + 1, next = end + 1, width = bits + 1;
        uint held = 0;
        int heldBits = 0;
        var longer = new Dictionary<int, int>(MostCodes);

        Write(clear);
        int run = indices[0];
        foreach (byte index in indices[1..])
        {
            int key = (run << 8) | index;
            if (longer.TryGetValue(key, out int code))
            {
                run = code;
                continue;
            }

            Write(run);
            run = index;
            if (next == MostCodes)
            {
                Write(clear);
                longer.Clear();
                (next, width) = (end + 1, bits + 1);
                continue;
            }

            // The code just given may stand in the output next, so from here on codes are as wide as it is.
            if (next == 1 << width)
                width++;
            longer.Add(key, next++);
        }

        Write(run);
        Write(end);
        if (heldBits > 0)
            output.Add((byte)held);
        return [.. output];

        // Codes follow each other without gaps, the lowest bit first.
        void Write(int code)
        {
            held |= (uint)code << heldBits;
            for (heldBits += width; heldBits >= 8; heldBits -= 8)
            {
                output.Add((byte)held);
                held >>= 8;
            }
        }
    }
}
