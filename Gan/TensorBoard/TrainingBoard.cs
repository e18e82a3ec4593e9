using System.Text.Json;
using System.Text.Json.Nodes;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.TensorBoard;

/// <summary>
/// The events of a run (<c>train --tensorboard</c>), in the folder <see cref="RunFolder.TensorboardFolder"/>: numbers with each row of the
/// log, and with each picture of samples the picture, histograms of D's scores in the last step, and of all weights. A resumed run begins a
/// file of its own, which takes the place of the steps that are done again.
/// </summary>
internal sealed class TrainingBoard : IDisposable
{
    private readonly string folder;
    private readonly GanTrainer trainer;
    private readonly long firstStep;
    private EventFile? file;
    private long pictured = -1;

    private TrainingBoard(string folder, GanTrainer trainer, long firstStep) =>
        (this.folder, this.trainer, this.firstStep) = (folder, trainer, firstStep);

    /// <summary>Null if the options ask for none. The file is made with the first event, so a run that does nothing leaves none.</summary>
    /// <param name="begin">Where the run stands; the log drops the same rows.</param>
    public static TrainingBoard? Of(TrainingOptions options, RunFolder folder, GanTrainer trainer, TrainingPosition begin) =>
        options.Tensorboard ? new TrainingBoard(folder.TensorboardFolder, trainer, begin.Step - begin.RowSteps + 1) : null;

    /// <summary>A row of the log, and the learning rates of its last step.</summary>
    public void Add(LogRow row)
    {
        var summary = new Summary();
        summary.Scalar("loss/d", row.DiscriminatorLoss);
        summary.Scalar("loss/g", row.GeneratorLoss);
        summary.Scalar("verdict/d_real", row.OnReal);
        summary.Scalar("verdict/d_fake", row.OnFake);
        summary.Scalar("verdict/d_accuracy", row.Accuracy);
        summary.Scalar("rate/d", trainer.DiscriminatorOptimizer.LearningRate);
        summary.Scalar("rate/g", trainer.GeneratorOptimizer.LearningRate);
        summary.Scalar("speed/images_per_s", row.ImagesPerSecond);
        if (JsonSerializer.SerializeToNode(row.Scores) is JsonObject scores)
        {
            foreach ((string name, JsonNode? value) in scores)
            {
                if (value != null)
                    summary.Scalar($"scores/{name}", value.GetValue<double>());
            }
        }

        Write(row.Step, summary);
    }

    /// <summary>
    /// A picture of samples, and the histograms of this step; nothing if the step has its picture already, or was done before this run went
    /// on.
    /// </summary>
    public void Add(long step, Bitmap samples)
    {
        if (step == pictured || step < firstStep)
            return;
        pictured = step;
        var summary = new Summary();
        summary.Picture("samples", samples);
        if (trainer.Verdicts is (Tensor real, Tensor fake))
        {
            summary.Distribution("verdict/real", real.ToArray());
            summary.Distribution("verdict/fake", fake.ToArray());
        }

        foreach ((string player, Module network) in new[] { ("discriminator", trainer.Discriminator), ("generator", trainer.Generator) })
        {
            foreach ((string name, Tensor weights) in network.NamedParameters())
                summary.Distribution($"{player}/{name}", weights.ToArray());
        }

        Write(step, summary);
    }

    public void Dispose() => file?.Dispose();

    private void Write(long step, Summary summary) => (file ??= EventFile.Create(folder, firstStep)).Add(step, summary);
}
