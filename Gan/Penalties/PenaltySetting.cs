using System.Globalization;
using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Penalties;

/// <summary>A penalty with its weight, as <c>--penalty</c> gives it.</summary>
/// <param name="Penalty">The term.</param>
/// <param name="Weight">Its factor, more than 0.</param>
/// <param name="Interval">
/// It is added in every <paramref name="Interval"/>-th step only, times the interval (lazy regularisation, Karras et al. 2020, appendix B).
/// </param>
public sealed record PenaltySetting(Penalty Penalty, float Weight, int Interval)
{
    private const int LongestInterval = 1000;

    /// <summary>"r1:10:16", "r1:10" in every step, or "r1" with the published weight; several joined by commas; none for "none".</summary>
    /// <exception cref="InputException">An unknown name, or a number out of its range.</exception>
    public static IReadOnlyList<PenaltySetting> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Equals(None, StringComparison.OrdinalIgnoreCase))
            return [];
        PenaltySetting[] settings = [.. text.Split(',', StringSplitOptions.TrimEntries).Select(One)];
        if (settings.GroupBy(s => s.Penalty.Name).FirstOrDefault(g => g.Count() > 1) is IGrouping<string, PenaltySetting> twice)
            throw new InputException($"--penalty: {twice.Key} is given twice; give it once, with the sum of the weights.");
        return settings;
    }

    /// <summary>The word for no penalty.</summary>
    public const string None = "none";

    /// <summary>All in the form that <see cref="Parse"/> reads.</summary>
    public static string Format(IReadOnlyList<PenaltySetting> settings) => settings.Count == 0 ? None : string.Join(",", settings);

    /// <summary>Whether it is added in this step, counted from 0.</summary>
    public bool IsDue(long step) => step % Interval == 0;

    public override string ToString() => Interval == 1
        ? string.Create(CultureInfo.InvariantCulture, $"{Penalty.Name}:{Weight}")
        : string.Create(CultureInfo.InvariantCulture, $"{Penalty.Name}:{Weight}:{Interval}");

    private static PenaltySetting One(string text)
    {
        string[] parts = text.Split(':');
        Penalty penalty = Penalty.Catalog.Find(parts[0]);
        float weight = penalty.DefaultWeight;
        int interval = 1;
        if (parts.Length > 3
            || (parts.Length > 1
                && !(float.TryParse(parts[1], CultureInfo.InvariantCulture, out weight) && weight > 0 && float.IsFinite(weight)))
            || (parts.Length > 2
                && !(int.TryParse(parts[2], CultureInfo.InvariantCulture, out interval) && interval is >= 1 and <= LongestInterval)))
            throw new InputException(
                $"--penalty: expected NAME, NAME:WEIGHT or NAME:WEIGHT:INTERVAL with a weight above 0 and an interval of 1 to "
                + $"{LongestInterval:N0} steps, got '{text}'.");
        return new PenaltySetting(penalty, weight, interval);
    }
}
