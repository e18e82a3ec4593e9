using System.Diagnostics;
using System.Globalization;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Anomalies;

/// <summary>The encoder of a run, in the run's folder: trained when it is first needed, and anew when the run has trained on.</summary>
internal static class RunEncoder
{
    public const int UsualSteps = 1000;

    private const string Format = "gan-encoder-1", Networks = "networks", Steps = "steps";
    private const int Reports = 5;

    /// <summary>A run's networks with its encoder.</summary>
    /// <param name="steps">Of the training; null for those of the encoder that is there, or else <see cref="UsualSteps"/>.</param>
    /// <param name="note">Receives the progress of the training.</param>
    /// <returns>Null if it was stopped; the next call trains from the beginning.</returns>
    /// <exception cref="InputException">The run does not go (<see cref="AnomalyDetector.Check"/>), or its encoder's file is
    /// damaged.</exception>
    public static AnomalyDetector? Open(
        RunFolder folder, TrainingOptions options, Device device, int? steps, Action<string> note, CancellationToken stop)
    {
        var detector = AnomalyDetector.Open(folder, options, device);
        try
        {
            string networks = $"{NetworkFile.SumOf(detector.Generator)}-{NetworkFile.SumOf(detector.Discriminator)}";
            if (File.Exists(folder.EncoderFile) && Load(folder, detector, networks, steps, note))
                return detector;
            if (Train(folder, options, detector, steps ?? UsualSteps, note, stop))
            {
                NetworkFile.Save(folder.EncoderFile, detector.Encoder, Format, new Dictionary<string, string>
                {
                    [Networks] = networks,
                    [Steps] = (steps ?? UsualSteps).ToString(CultureInfo.InvariantCulture),
                });
                return detector;
            }

            note("Stopped; the encoder is not trained yet, and the next call trains it from the beginning.");
        }
        catch
        {
            detector.Dispose();
            throw;
        }

        detector.Dispose();
        return null;
    }

    /// <returns>Whether the encoder that is there is the one wanted.</returns>
    private static bool Load(RunFolder folder, AnomalyDetector detector, string networks, int? steps, Action<string> note)
    {
        IReadOnlyDictionary<string, string> of = NetworkFile.Load(
            folder.EncoderFile, detector.Encoder, Format, "an encoder, which 'anomaly' trains where there is none", detector.Device);
        if (of.GetValueOrDefault(Networks) != networks)
        {
            note("The run has trained on since its encoder was trained.");
            return false;
        }

        return steps == null || of.GetValueOrDefault(Steps) == steps.Value.ToString(CultureInfo.InvariantCulture);
    }

    private static bool Train(
        RunFolder folder, TrainingOptions options, AnomalyDetector detector, int steps, Action<string> note, CancellationToken stop)
    {
        using IDisposable held = folder.Lock();
        ISampleSource normal = TrainingData.Load(options, _ => { });
        note(
            $"Training the encoder, once: {steps:N0} steps on {normal.Count:N0} images of {options.Data}; it is kept as "
            + $"{folder.EncoderFile}");
        using var training = new EncoderTraining(detector, normal, options.Batch, steps, options.Seed);
        var clock = Stopwatch.StartNew();
        while (training.Done < steps)
        {
            float loss = training.Advance((steps + Reports - 1) / Reports, stop);
            if (stop.IsCancellationRequested)
                return false;
            if (!float.IsFinite(loss))
                throw new InputException(
                    $"The encoder's loss is not finite after {training.Done:N0} steps; train the run anew with a lower --lr.");
            note(string.Create(
                CultureInfo.InvariantCulture,
                $"encoder  step {training.Done:N0}/{steps:N0}  loss {loss:0.0000}  {clock.Elapsed.TotalSeconds:0.0} s"));
        }

        return true;
    }
}
