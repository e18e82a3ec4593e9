using System.CommandLine;
using System.Globalization;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Commands;

/// <summary>
/// Parses option values from text, so that an invalid value is reported like every other mistake: the option, the expected value and the
/// actual one.
/// </summary>
internal static class OptionValue
{
    /// <summary>The value of <c>--truncation</c> that leaves z as it is.</summary>
    public const string Untruncated = "none";

    public static int Whole(Option option, string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw Wrong(option, "a whole number", text);

    /// <summary>A whole number from 1 to <paramref name="most"/>.</summary>
    public static int Count(Option option, string text, int most) =>
        Whole(option, text) is int number && number >= 1 && number <= most
            ? number
            : throw new InputException(FormattableString.Invariant($"{option.Name}: expected 1 to {most:N0}, got {text}."));

    public static ulong Seed(Option option, string text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value)
            ? value
            : throw Wrong(option, $"a whole number from 0 to {ulong.MaxValue}", text);

    /// <summary>A finite number: NaN is not comparable, and no limit or rate is infinite.</summary>
    public static float Number(Option option, string text) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value)
            ? value
            : throw Wrong(option, "a finite number", text);

    /// <summary>A bound of <see cref="TruncatedNoise"/>; null for none.</summary>
    public static float? Truncation(Option option, string text)
    {
        if (text == Untruncated)
            return null;
        float bound = Number(option, text), least = TruncatedNoise.Least;
        return bound >= least
            ? bound
            : throw Wrong(option, string.Create(CultureInfo.InvariantCulture, $"at least {least}, or {Untruncated}"), text);
    }

    /// <summary>A share of a whole.</summary>
    public static float Share(Option option, string text) =>
        Number(option, text) is >= 0 and <= 1 and var share ? share : throw Wrong(option, "a share from 0 to 1 (99 % is 0.99)", text);

    /// <summary>A time in seconds: 90, 90s, 1.5m or 1h.</summary>
    public static float Seconds(Option option, string text)
    {
        (string number, float unit) = text switch
        {
            [.. string start, 's'] => (start, 1),
            [.. string start, 'm'] => (start, 60),
            [.. string start, 'h'] => (start, 3600),
            _ => (text, 1f),
        };
        return float.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value * unit)
            ? value * unit
            : throw Wrong(option, "a time such as 90s, 3m or 1h", text);
    }

    /// <summary>The help's form of <see cref="Training.Interval"/>.</summary>
    public const string IntervalForm = "2e|1000steps|5m";

    /// <summary>How often something is done in a run.</summary>
    public static Interval Interval(Option option, string text)
    {
        try
        {
            return Training.Interval.Parse(text);
        }
        catch (FormatException e)
        {
            throw new InputException($"{option.Name}: {e.Message}.", e);
        }
    }

    public static bool Truth(Option option, string text) =>
        bool.TryParse(text, out bool value) ? value : throw Wrong(option, "true or false", text);

    /// <summary>A member of an enumeration by its name, in small letters or capitals, never by its number.</summary>
    public static T Choice<T>(Option option, string text)
        where T : struct, Enum =>
        Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse<T>(text, ignoreCase: true)
            : throw Wrong(option, Choices<T>(" or "), text);

    public static string Choices<T>(string separator)
        where T : struct, Enum =>
        string.Join(separator, Enum.GetNames<T>().Select(n => n.ToLowerInvariant()));

    /// <summary>A path or a name: any non-empty text.</summary>
    public static string Text(Option option, string text) => text.Length > 0 ? text : throw Wrong(option, "a name or a path", text);

    private static InputException Wrong(Option option, string expected, string text) =>
        new($"{option.Name}: expected {expected}, got '{text}'.");
}
