using System.Globalization;

namespace GanFromScratch.Gan.Training;

/// <summary>Plain text, one line per epoch: for pipes, files and continuous integration.</summary>
public sealed class PlainDisplay(TextWriter output) : ITrainingDisplay
{
    private long total;

    public void Note(string line) => output.WriteLine(line);

    public void Begin(TrainingOptions options, long first, long total)
    {
        this.total = total;
        output.WriteLine(
            first == 0
                ? $"{(options.Steps > 0 ? "" : $"{Count(options.Epochs, "epoch")}, ")}{Count(total, "step")}"
                    + $"{(options.Budget > 0 ? FormattableString.Invariant($", at most {options.Budget} s of them") : "")}"
                : $"resuming at step {first:N0} of {total:N0}");
    }

    private static string Count(long count, string one) => $"{count:N0} {one}{(count == 1 ? "" : "s")}";

    public void Update(TrainingProgress progress)
    {
        // One line per epoch is enough for a file.
    }

    public void EpochEnded(LogRow row) => output.WriteLine(
        string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {row.Epoch,3}  step {row.Step:N0}/{total:N0}  loss D {row.DiscriminatorLoss:0.000}  loss G {row.GeneratorLoss:0.000}  "
            + $"D(x) {row.OnReal:0.00}  D(G(z)) {row.OnFake:0.00}  D right {row.Accuracy:0%}  {row.ImagesPerSecond:N0} samples/s  "
            + $"{row.Seconds:0.0} s")
        + (row.Scores == null ? "" : $"  {row.Scores}"));

    public void End()
    {
        // Every line is complete already.
    }
}
