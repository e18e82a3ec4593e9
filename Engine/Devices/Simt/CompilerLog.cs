using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Devices.Simt;

/// <summary>
/// A kernel compiler's log, for a reader of the C# source: each complaint about a line of the generated text is followed by the line it
/// was translated from.
/// </summary>
internal static partial class CompilerLog
{
    public static string WithOrigins(string log, KernelText text)
    {
        var result = new StringBuilder();
        foreach (string line in log.ReplaceLineEndings("\n").Trim('\n', '\0', ' ').Split('\n'))
        {
            if (result.Length > 0)
                result.Append('\n');
            result.Append(line);
            Match place = Place().Match(line);
            if (place.Success
                && int.TryParse(place.Groups["line"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                && text.Origin(number) is (string file, int origin))
                result.Append(CultureInfo.InvariantCulture, $" [{file}:{origin}]");
        }

        return result.ToString();
    }

    // Clang's "name:12:5: error" (PoCL, AMD, Intel, NVIDIA's OpenCL), and "name(12): error" of NVRTC.
    [GeneratedRegex(@":(?<line>\d+):\d+:|\((?<line>\d+)\):")]
    private static partial Regex Place();
}
