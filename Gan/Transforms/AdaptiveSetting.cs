using System.Globalization;
using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Transforms;

/// <summary>Aim and pace of <see cref="AdaptiveAugmentation"/>, as <c>--ada TARGET[:IMAGES]</c> gives them.</summary>
/// <param name="Target">The r that p is steered to; 0.6 is published. 0 for no control.</param>
/// <param name="Images">The images in which p can move from 0 to 1.</param>
public readonly record struct AdaptiveSetting(float Target, int Images)
{
    /// <summary>The word for no control: every transform changes every sample.</summary>
    public const string None = "none";

    /// <summary>Published, for runs over 25 million images.</summary>
    private const int PublishedImages = 500_000;

    /// <summary>"0.6", "0.6:50000" or "none".</summary>
    /// <exception cref="InputException">Another form, or a number out of its range.</exception>
    public static AdaptiveSetting Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Equals(None, StringComparison.OrdinalIgnoreCase))
            return default;
        string[] parts = text.Split(':');
        int images = PublishedImages;
        if (parts.Length > 2
            || !(float.TryParse(parts[0], CultureInfo.InvariantCulture, out float target) && target is > 0 and < 1)
            || (parts.Length > 1 && !(int.TryParse(parts[1], CultureInfo.InvariantCulture, out images) && images >= 1)))
            throw new InputException(
                $"--ada: expected TARGET or TARGET:IMAGES with a target between 0 and 1 (0.6 is published) and at least 1 image, got "
                + $"'{text}'.");
        return new AdaptiveSetting(target, images);
    }

    public override string ToString() =>
        Target == 0 ? None
        : Images == PublishedImages ? string.Create(CultureInfo.InvariantCulture, $"{Target}")
        : string.Create(CultureInfo.InvariantCulture, $"{Target}:{Images}");
}
