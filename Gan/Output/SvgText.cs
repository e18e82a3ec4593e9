using System.Security;
using System.Text;

namespace GanFromScratch.Gan.Output;

/// <summary>Lines of an SVG file: every process here is culture-invariant, so that browsers can read the numbers.</summary>
internal static class SvgText
{
    public static void Line(this StringBuilder svg, string line) => svg.Append(line).Append('\n');

    /// <summary>Text as XML allows it: its five special characters escaped, control characters, which it forbids, left out.</summary>
    public static string Escape(string text) => SecurityElement.Escape(string.Concat(text.Where(IsAllowed)));

    private static bool IsAllowed(char letter) => !char.IsControl(letter) && !char.IsSurrogate(letter) && letter < '\uFFFE';
}
