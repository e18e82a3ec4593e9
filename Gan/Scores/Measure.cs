namespace GanFromScratch.Gan.Scores;

/// <summary>A figure that <c>score</c> computes.</summary>
/// <param name="Name">In <c>--json</c>, and after <c>--min-</c> or <c>--max-</c>, with hyphens.</param>
/// <param name="Title">In the table.</param>
/// <param name="LargerIsBetter">If true, its limit is a minimum, else a maximum.</param>
/// <param name="Format">The number format, with only significant digits.</param>
/// <param name="Hint">How to read it, if not simply larger or smaller is better.</param>
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
        LabelAgreement = new("label-agreement", "classified as the label asked for", true, "0.00%"),
        HighQuality = new("high-quality", "within 3 σ of a mode", true, "0.0%"),
        Nearest = new("nearest", "distance to the nearest training image", true, "0.00", "far less than real ones: memorised"),
        Copies = new("copies", "nearer than 99 % of real images", false, "0.0%"),
        Psnr = new("psnr", "PSNR to the right image, dB", true, "0.00"),
        Ssim = new("ssim", "SSIM with the right image", true, "0.000"),
        CycleA = new("cycle-error-a", "cycle error A → B → A", false, "0.0%"),
        CycleB = new("cycle-error-b", "cycle error B → A → B", false, "0.0%"),
        Reconstructed = new("reconstructed", "G(E(x)) classified as x", true, "0.0%"),
        ProbeOfCodes = new("probe-of-codes", "linear probe of the codes", true, "0.0%"),
        ProbeOfUntrained = new("probe-of-untrained", "… of an untrained encoder's", true, "0.0%", "what the encoder began with"),
        ProbeOfPixels = new("probe-of-pixels", "… of the pixels", true, "0.0%", "without an encoder"),
        PathZ = new("path-length-z", "path length in z", false, "0.0"),
        PathW = new("path-length-w", "path length in w", false, "0.0"),
        Purity = new("purity", "purity of the categories", true, "0.0%", "larger is better; 10 % by chance"),
        ClassesFound = new("classes-found", "classes that are a category's", true, "0"),
        InkOfCode1 = new("ink-of-code-1", "|correlation| of code 1 and ink", true, "0.00", Either),
        InkOfCode2 = new("ink-of-code-2", "|correlation| of code 2 and ink", true, "0.00", Either),
        SlantOfCode1 = new("slant-of-code-1", "|correlation| of code 1 and slant", true, "0.00", Either),
        SlantOfCode2 = new("slant-of-code-2", "|correlation| of code 2 and slant", true, "0.00", Either),
        NumberDistance = new("number-distance", "KS distance of a number, mean", false, "0.000"),
        CategoryDistance = new("category-distance", "total variation of a category, mean", false, "0.000"),
        DependenceError = new("dependence-error", "difference of correlations, mean", false, "0.000"),
        Discriminative = new("discriminative", "discriminative score", false, "0.000"),
        AutocorrelationError = new("autocorrelation-error", "difference of autocorrelations, mean", false, "0.000"),
        TransferAccuracy = new("transfer-accuracy", "trained on them, right on real rows", true, "0.0%"),
        BothDigits = new("both-digits", "both digits right, in their places", true, "0.00%"),
        StrokeWeight = new("stroke-weight", "as thin or thick as asked for", true, "0.0%", "larger is better; 33 % by chance"),
        SlantAsked = new("slant-asked", "slanted or not as asked for", true, "0.0%", "larger is better; 50 % by chance"),
        LabelConstancy = new("label-constancy", "frames classified as most of their clip", true, "0.00%"),
        ConstantClips = new("constant-clips", "clips classified alike throughout", true, "0.00%"),
        Motion = new("motion", "pixels moved from frame to frame", true, "0.00", "should be near that of real clips");

    private const string Either = "a code should have one of the two";

    public static IReadOnlyList<Measure> All { get; } =
        [
            ClassifierScore, Frechet, Kernel, Precision, Recall, Density, Coverage, Modes, Entropy, ReverseKl, Confident, LabelAgreement,
            HighQuality, Nearest, Copies, Psnr, Ssim, CycleA, CycleB, Reconstructed, ProbeOfCodes, ProbeOfUntrained, ProbeOfPixels,
            PathZ, PathW, Purity, ClassesFound, InkOfCode1, SlantOfCode1, InkOfCode2, SlantOfCode2,
            NumberDistance, CategoryDistance, DependenceError, Discriminative, AutocorrelationError, TransferAccuracy,
            LabelConstancy, ConstantClips, Motion, BothDigits, StrokeWeight, SlantAsked];

    /// <summary>The note beside it in the table.</summary>
    public string Reading => Hint ?? (LargerIsBetter ? "larger is better" : "smaller is better");

    /// <summary>The option that sets its limit.</summary>
    public string Limit => $"--{(LargerIsBetter ? "min" : "max")}-{Name}";

    /// <summary>Whether its values are 0 … 1, shown in percent.</summary>
    public bool IsShare => Format.EndsWith('%');

    /// <summary>The name as a field of JSON.</summary>
    public string Field => Name.Replace('-', '_');

    /// <summary>Whether a value satisfies a limit; NaN satisfies none.</summary>
    public bool Satisfies(double value, double limit) => LargerIsBetter ? value >= limit : value <= limit;
}

/// <summary>A figure for the samples and for as many real ones, which no generator can be expected to beat.</summary>
/// <param name="Value">Of the samples.</param>
/// <param name="Real">
/// For held-out real samples; the floor of a distance, the ceiling of the other figures. NaN for a figure of generators alone.
/// </param>
internal readonly record struct Score(Measure Measure, double Value, double Real);
