using System.Text.Json.Serialization;

namespace GanFromScratch.Gan.Training;

/// <summary>
/// Some steps in log.csv, or an epoch in the JSON lines; losses and verdicts are means over the steps, see <see cref="StepMetrics"/>.
/// </summary>
/// <param name="Epoch">Epochs done: 2.5 in the middle of the third.</param>
/// <param name="Step">Steps done in all.</param>
/// <param name="DiscriminatorLoss">The discriminator's loss.</param>
/// <param name="GeneratorLoss">The generator's loss.</param>
/// <param name="OnReal">D(x).</param>
/// <param name="OnFake">D(G(z)).</param>
/// <param name="Accuracy">The discriminator's accuracy, 0 to 1.</param>
/// <param name="ImagesPerSecond">Real samples a second.</param>
/// <param name="Seconds">Time of the steps.</param>
/// <param name="Scores">The quality of the samples; null in a row without scores.</param>
public sealed record LogRow(
    [property: JsonPropertyName("epoch")] double Epoch,
    [property: JsonPropertyName("step")] long Step,
    [property: JsonPropertyName("loss_d")] double DiscriminatorLoss,
    [property: JsonPropertyName("loss_g")] double GeneratorLoss,
    [property: JsonPropertyName("d_real")] double OnReal,
    [property: JsonPropertyName("d_fake")] double OnFake,
    [property: JsonPropertyName("d_accuracy")] double Accuracy,
    [property: JsonPropertyName("images_per_s")] double ImagesPerSecond,
    [property: JsonPropertyName("seconds")] double Seconds,
    [property: JsonPropertyName("scores")] EpochScores? Scores = null)
{
    /// <summary>The number of the steps; it follows from the row before.</summary>
    [JsonIgnore]
    public int Steps { get; init; }

    /// <summary>Its five means.</summary>
    [JsonIgnore]
    public StepMetrics Metrics => new(DiscriminatorLoss, GeneratorLoss, OnReal, OnFake, Accuracy);

    /// <summary>Several rows, one after the other, as one.</summary>
    public static LogRow Mean(IReadOnlyList<LogRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 1)
            return rows[0];
        double seconds = rows.Sum(row => row.Seconds), samples = rows.Sum(row => row.Seconds * row.ImagesPerSecond);
        return new LogRow(
            rows[^1].Epoch, rows[^1].Step, Of(row => row.DiscriminatorLoss), Of(row => row.GeneratorLoss), Of(row => row.OnReal),
            Of(row => row.OnFake), Of(row => row.Accuracy), Math.Round(samples / seconds), Math.Round(seconds, 3),
            rows.LastOrDefault(row => row.Scores != null)?.Scores) { Steps = rows.Sum(row => row.Steps) };

        double Of(Func<LogRow, double> figure) => rows.Sum(row => row.Steps * figure(row)) / rows.Sum(row => row.Steps);
    }
}

/// <summary>Scores of an epoch, from a fixed set of noise; null where a figure does not apply to the data.</summary>
/// <param name="ClassifierScore">1 … 10.</param>
/// <param name="Frechet">Fréchet distance.</param>
/// <param name="Confident">Share of samples that the classifier assigns with confidence.</param>
/// <param name="Modes">Classes or modes seen.</param>
/// <param name="HighQuality">Share of points within 3 σ of a mode.</param>
/// <param name="Precision">Share of points near real ones, for distributions without modes.</param>
/// <param name="Recall">Share of real points near them, likewise.</param>
/// <param name="LabelAgreement">Share of samples that the classifier assigns to the label asked for.</param>
/// <param name="ModesThere">The number of modes of a distribution of points, for alarms; not kept.</param>
public sealed record EpochScores(
    [property: JsonPropertyName("classifier_score")] double? ClassifierScore = null,
    [property: JsonPropertyName("frechet")] double? Frechet = null,
    [property: JsonPropertyName("confident")] double? Confident = null,
    [property: JsonPropertyName("modes")] int? Modes = null,
    [property: JsonPropertyName("high_quality")] double? HighQuality = null,
    [property: JsonPropertyName("precision")] double? Precision = null,
    [property: JsonPropertyName("recall")] double? Recall = null,
    [property: JsonPropertyName("label_agreement")] double? LabelAgreement = null,
    [property: JsonIgnore] int? ModesThere = null)
{
    /// <summary>The available scores, on one line.</summary>
    public override string ToString() => string.Join("  ", new[]
    {
        ClassifierScore is double score ? FormattableString.Invariant($"score {score:0.00}") : null,
        Frechet is double frechet ? FormattableString.Invariant($"Fréchet {frechet:0.0}") : null,
        Confident is double confident ? FormattableString.Invariant($"sure {confident:0%}") : null,
        Modes is int modes ? FormattableString.Invariant($"modes {modes:N0}") : null,
        HighQuality is double quality ? FormattableString.Invariant($"near a mode {quality:0%}") : null,
        Precision is double precision ? FormattableString.Invariant($"precision {precision:0%}") : null,
        Recall is double recall ? FormattableString.Invariant($"recall {recall:0%}") : null,
        LabelAgreement is double agreement ? FormattableString.Invariant($"right label {agreement:0.0%}") : null,
    }.Where(text => text != null));
}
