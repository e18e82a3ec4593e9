using System.Globalization;

namespace GanFromScratch.Gan.Data.Images;

/// <summary>
/// The head of a PBM, PGM or PPM file, which is text: P1 to P6, width, height and, but for bits, the largest value; '#' begins a comment.
/// </summary>
internal static class PbmText
{
    /// <summary>Whether a file begins as these do, and not as a text that happens to begin with P1.</summary>
    public static bool Begins(ReadOnlySpan<byte> header) =>
        header[0] == 'P' && header[1] is >= (byte)'1' and <= (byte)'6' && IsSpace(header[2]) &&
        (IsDigit(header[3]) || header[3] == '#' || IsSpace(header[3]));

    /// <summary>What is wrong with the file, null: it holds as many values as its head says.</summary>
    public static string? Problem(ReadOnlySpan<byte> file)
    {
        int kind = file[1] - '0', at = 2;
        bool bits = kind is 1 or 4, colours = kind is 3 or 6, plain = kind <= 3;
        if (Number(file, ref at) is not int width || Number(file, ref at) is not int height ||
            (bits ? 1 : Number(file, ref at)) is not int most)
            return "it ends within its header, or that holds something else than numbers";
        if (width == 0 || height == 0 || most is 0 or > ushort.MaxValue)
            return $"its size is {width}×{height} with values up to {most}";

        long values = (long)width * height * (colours ? 3 : 1);
        if (!plain)
        {
            // One space ends the head.
            long needed = bits ? (width + 7L) / 8 * height : values * (most > byte.MaxValue ? 2 : 1), there = file.Length - at - 1;
            return there < needed ? $"its header asks for {needed:N0} bytes, but {Math.Max(0, there):N0} follow" : null;
        }

        long found = 0;
        for (; found < values; found++)
        {
            // Bits need no space between them.
            int? value = bits ? Bit(file, ref at) : Number(file, ref at);
            if (value is null)
                return $"its header asks for {values:N0} values, but {found:N0} follow";
            if (value > most)
                return $"value {found:N0} is {value}, expected at most {most}";
        }

        return null;
    }

    private static int? Number(ReadOnlySpan<byte> file, ref int at)
    {
        Skip(file, ref at);
        int begin = at;
        while (at < file.Length && IsDigit(file[at]))
            at++;
        return int.TryParse(file[begin..at], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
    }

    private static int? Bit(ReadOnlySpan<byte> file, ref int at)
    {
        Skip(file, ref at);
        return at < file.Length && file[at] is (byte)'0' or (byte)'1' ? file[at++] - '0' : null;
    }

    /// <summary>Past white space and comments.</summary>
    private static void Skip(ReadOnlySpan<byte> file, ref int at)
    {
        for (; at < file.Length && (IsSpace(file[at]) || file[at] == '#'); at++)
        {
            while (file[at] == '#' && file[at..].IndexOf((byte)'\n') is > 0 and int length)
                at += length;
            if (file[at] == '#')
                at = file.Length - 1;
        }
    }

    private static bool IsSpace(byte letter) => letter is 9 or 10 or 11 or 12 or 13 or 32;

    private static bool IsDigit(byte letter) => letter is >= (byte)'0' and <= (byte)'9';
}
