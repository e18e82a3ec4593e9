using System.Globalization;
using System.Security;
using System.Text;

namespace GanFromScratch.Gan.Output;

/// <summary>Lines of an SVG file, with numbers as browsers read them in every culture.</summary>
internal static class SvgText
{
    /// <param name="parts">The line, cut where it is long in the source.</param>
    public static void Line(this StringBuilder svg, params FormattableString[] parts)
    {
        foreach (FormattableString part in parts)
            svg.Append(part.ToString(CultureInfo.InvariantCulture));
        svg.Append('\n');
    }

    /// <summary>Text as XML allows it: its five special characters escaped, control characters, which it forbids, left out.</summary>
    public static string Escape(string text) => SecurityElement.Escape(string.Concat(text.Where(IsAllowed)));

    private static bool IsAllowed(char letter) => !char.IsControl(letter) && !char.IsSurrogate(letter) && letter < '\uFFFE';
}
