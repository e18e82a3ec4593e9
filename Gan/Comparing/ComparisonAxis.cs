using System.CommandLine;
using System.Globalization;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Commands;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Comparing;

/// <summary>An option of <c>train</c> of which <c>compare</c> takes several values.</summary>
/// <param name="Name">Of the option of <c>train</c>, without hyphens, and of the column: "loss".</param>
/// <param name="Option">Takes the values, with commas between them.</param>
/// <param name="Of">The value that a run has, as <paramref name="Option"/> takes it.</param>
internal sealed record ComparisonAxis(string Name, Option<string> Option, Func<TrainingOptions, string> Of)
{
    /// <summary>Joins within a value what the option of <c>train</c> joins with commas: "r1:0.1+r2:0.1".</summary>
    private const char Plus = '+';

    /// <summary>All axes. They are applied in this order: the model and the recipe give the defaults of all others.</summary>
    public static IReadOnlyList<ComparisonAxis> All { get; } =
    [
        new("model", Many("--models", "Models to compare, in place of --model"), o => o.Model),
        new("recipe", Many("--recipes", "Recipes to compare, in place of --recipe"), o => o.Recipe),
        new("loss", Many("--losses", "Losses to compare, in place of --loss"), o => o.Loss),
        new(
            "penalty", Many("--penalties", "Penalties to compare, in place of --penalty; r1+r2 is both at once"),
            o => o.Penalty.Replace(',', Plus)),
        new(
            "width", Many("--widths", "Widths of the generator to compare, in place of --width"),
            o => o.Width.ToString(CultureInfo.InvariantCulture)),
        new(
            "student", Many("--students", "Beginnings of a generator with a --teacher to compare, in place of --student"),
            o => o.Student.ToString().ToLowerInvariant()),
    ];

    /// <summary>The values asked for; null if the option is not given.</summary>
    /// <exception cref="InputException">One is empty, or the option of <c>train</c> is given as well.</exception>
    public IReadOnlyList<string>? Values(ParseResult parsed)
    {
        if (parsed.GetValue(Option) is not string text)
            return null;
        if (Train.IsGiven(parsed))
            throw new InputException($"{Option.Name} and {Train.Option.Name} are both given; leave one of them out.");
        string[] values = text.Split(',', StringSplitOptions.TrimEntries);
        return values.Contains("")
            ? throw new InputException($"{Option.Name}: expected values with commas between them, got '{text}'.")
            : values;
    }

    /// <summary>The options with this value.</summary>
    /// <exception cref="InputException">There is no such value.</exception>
    public TrainingOptions Apply(TrainingOptions options, string value) => Train.With(options, value.Replace(Plus, ','));

    private TrainingOption Train => TrainingOptionList.All.Single(option => option.Option.Name == $"--{Name}");

    private static Option<string> Many(string name, string description) => new(name) { Description = description, HelpName = "A,B,…" };
}
