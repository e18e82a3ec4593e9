using System.Globalization;
using System.Text;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Scores;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Commands;

/// <summary><c>score --truncation</c> with several bounds: what each buys in quality and costs in variety, a row each.</summary>
internal static class TruncationScores
{
    /// <param name="data">A data set with a classifier.</param>
    /// <param name="bounds">Of <see cref="TruncatedNoise"/>; null for none. All truncate the same noise.</param>
    public static string Table(
        RunFolder folder, TrainingOptions options, string data, int count, ulong seed, IReadOnlyList<float?> bounds, Device device)
    {
        GanModel model = options.FindModel();
        using var random = new RandomSource(device, options.Seed);
        using Sequential generator = RunNetworks.LoadGenerator(folder, options, model, random);
        using ImageScoring scoring = ImageScoring.Open(data, count, seed, device);
        int[]? labels = SamplePictures.ClassesInTurn(model, count);
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{count:N0} samples of {folder.Path} against real ones of {data}; seed {seed}");
        text.AppendLine($"truncation  precision  recall  Fréchet distance{(labels == null ? "" : "  label agreement")}");
        foreach (float? bound in bounds)
        {
            using var noise = new RandomSource(device, seed, SamplePictures.Scoring);
            byte[] pixels = SampleCommand.Generate(
                generator, model, SampleCommand.OfNoise(model, noise, bound), count, i => SamplePictures.Label(model, i),
                values => SamplePictures.ToBytes(model, values));
            (ImageSet read, int[]? asked) = CaptionScoring.Readable(new ImageSet(folder.Path, model.Format!.Value, pixels), labels);
            Row(bound?.ToString(CultureInfo.InvariantCulture) ?? OptionValue.Untruncated, scoring.TradeOf(read.Pixels, asked));
        }

        Row("real images", scoring.TradeOfReal());
        return text.ToString().TrimEnd();

        void Row(string name, Trade trade) => text.AppendLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-11} {trade.Precision,9:0.0%}  {trade.Recall,6:0.0%}  {trade.Frechet,16:0.00}"
                    + $"{(labels == null ? "" : $"  {trade.LabelAgreement,15:0.00%}")}"));
    }
}
