using System.Globalization;
using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Transforms;

/// <summary>Strength and decay of <see cref="InstanceNoise"/>, as <c>--instance-noise SIGMA[:STEPS]</c> gives them.</summary>
/// <param name="Sigma">The standard deviation in the first step; 0 for no noise.</param>
/// <param name="Steps">The steps in which it falls to 0; 0 if it stays as it is.</param>
public readonly record struct NoiseSetting(float Sigma, int Steps)
{
    /// <summary>The word for no noise.</summary>
    public const string None = "none";

    /// <summary>"0.1", "0.1:5000" or "none".</summary>
    /// <exception cref="InputException">Another form, or a number out of its range.</exception>
    public static NoiseSetting Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Equals(None, StringComparison.OrdinalIgnoreCase))
            return default;
        string[] parts = text.Split(':');
        int steps = 0;
        if (parts.Length > 2
            || !(float.TryParse(parts[0], CultureInfo.InvariantCulture, out float sigma) && sigma > 0 && float.IsFinite(sigma))
            || (parts.Length > 1 && !(int.TryParse(parts[1], CultureInfo.InvariantCulture, out steps) && steps >= 1)))
            throw new InputException(
                $"--instance-noise: expected SIGMA or SIGMA:STEPS with a deviation above 0 and at least 1 step, got '{text}'.");
        return new NoiseSetting(sigma, steps);
    }

    /// <summary>The standard deviation in a step, counted from 0: linear from <see cref="Sigma"/> to 0.</summary>
    public float At(long step) => Steps == 0 ? Sigma : Sigma * Math.Max(0, 1 - (step / (float)Steps));

    public override string ToString() =>
        Sigma == 0 ? None
        : Steps == 0 ? string.Create(CultureInfo.InvariantCulture, $"{Sigma}")
        : string.Create(CultureInfo.InvariantCulture, $"{Sigma}:{Steps}");
}
