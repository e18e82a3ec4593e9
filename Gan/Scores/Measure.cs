namespace GanFromScratch.Gan.Scores;

/// <summary>A figure that <c>score</c> can give.</summary>
/// <param name="Name">In <c>--json</c>, and after <c>--min-</c> or <c>--max-</c>, with hyphens.</param>
/// <param name="Title">In the table.</param>
/// <param name="LargerIsBetter">Whether it can have a minimum; else it can have a maximum.</param>
/// <param name="Format">How many digits tell something.</param>
/// <param name="Hint">How to read it, if not simply by which direction is better.</param>
internal sealed record Measure(string Name, string Title, bool LargerIsBetter, string Format, string? Hint = null)
{
    public static readonly Measure
        ClassifierScore = new("classifier-score", "classifier score, 1 … 10", true, "0.00"),
        Frechet = new("frechet", "Fréchet distance", false, "0.00"),
        Kernel = new("kernel", "kernel distance", false, "0.000"),
        Precision = new("precision", "precision", true, "0.0%"),
        Recall = new("recall", "recall", true, "0.0%"),
        Density = new("density", "density", true, "0.000"),
        Coverage = new("coverage", "coverage", true, "0.0%"),
        Modes = new("modes", "modes seen", true, "0"),
        Entropy = new("entropy", "entropy of the classes", true, "0.000"),
        ReverseKl = new("reverse-kl", "reverse KL from the even mixture", false, "0.000"),
        Confident = new("confident", "classified with p ≥ 0.9", true, "0.0%"),
        HighQuality = new("high-quality", "within 3 σ of a mode", true, "0.0%"),
        Nearest = new("nearest", "distance to the nearest training image", true, "0.00", "far less than real ones: memorised"),
        Copies = new("copies", "nearer than 99 % of real images", false, "0.0%");

    public static IReadOnlyList<Measure> All { get; } =
        [
            ClassifierScore, Frechet, Kernel, Precision, Recall, Density, Coverage, Modes, Entropy, ReverseKl, Confident, HighQuality,
            Nearest, Copies];

    /// <summary>What the table says beside it.</summary>
    public string Reading => Hint ?? (LargerIsBetter ? "larger is better" : "smaller is better");

    /// <summary>The option that makes <c>score</c> fail.</summary>
    public string Limit => $"--{(LargerIsBetter ? "min" : "max")}-{Name}";

    /// <summary>The name as a field of JSON.</summary>
    public string Field => Name.Replace('-', '_');

    /// <summary>Whether a value satisfies a limit; NaN satisfies none.</summary>
    public bool Satisfies(double value, double limit) => LargerIsBetter ? value >= limit : value <= limit;
}

/// <summary>A figure of the samples, and the same of as many real ones, which no generator can be expected to beat.</summary>
/// <param name="Value">Of the samples.</param>
/// <param name="Real">Of real samples that were not learnt from; the floor of a distance, the ceiling of the rest.</param>
internal readonly record struct Score(Measure Measure, double Value, double Real);
