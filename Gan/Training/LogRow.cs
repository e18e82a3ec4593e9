using System.Text.Json.Serialization;

namespace GanFromScratch.Gan.Training;

/// <summary>One epoch in log.csv and in the JSON lines; losses and verdicts are means over the epoch's steps, see <see cref="StepMetrics"/>.</summary>
/// <param name="Epoch">Epochs finished, from 1.</param>
/// <param name="Step">Steps done in all.</param>
/// <param name="DiscriminatorLoss">The discriminator's loss.</param>
/// <param name="GeneratorLoss">The generator's loss.</param>
/// <param name="OnReal">D(x).</param>
/// <param name="OnFake">D(G(z)).</param>
/// <param name="Accuracy">The discriminator's accuracy, 0 to 1.</param>
/// <param name="ImagesPerSecond">Real samples a second.</param>
/// <param name="Seconds">Time of the epoch.</param>
public sealed record LogRow(
    [property: JsonPropertyName("epoch")] int Epoch,
    [property: JsonPropertyName("step")] long Step,
    [property: JsonPropertyName("loss_d")] double DiscriminatorLoss,
    [property: JsonPropertyName("loss_g")] double GeneratorLoss,
    [property: JsonPropertyName("d_real")] double OnReal,
    [property: JsonPropertyName("d_fake")] double OnFake,
    [property: JsonPropertyName("d_accuracy")] double Accuracy,
    [property: JsonPropertyName("images_per_s")] double ImagesPerSecond,
    [property: JsonPropertyName("seconds")] double Seconds);
