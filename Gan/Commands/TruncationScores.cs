using System.Globalization;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Scores;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Commands;

/// <summary><c>score --truncation</c> with several bounds: what each buys in quality and costs in variety, a row each.</summary>
internal static class TruncationScores
{
    /// <param name="data">A data set with a classifier.</param>
    /// <param name="bounds">Of <see cref="TruncatedNoise"/>; null for none. All truncate the same noise.</param>
    public static TextTable Table(
        RunFolder folder, TrainingOptions options, string data, int count, ulong seed, IReadOnlyList<float?> bounds, Device device)
    {
        GanModel model = options.FindModel();
        using var random = new RandomSource(device, options.Seed);
        using Sequential generator = RunNetworks.LoadGenerator(folder, options, model, random);
        using ImageScoring scoring = ImageScoring.Open(data, count, seed, device);
        int[]? labels = SamplePictures.ClassesInTurn(model, count);
        Measure[] columns = [
            Measure.Precision, Measure.Recall, Measure.Frechet, .. labels == null ? Array.Empty<Measure>() : [Measure.LabelAgreement]];
        List<IReadOnlyList<string>> rows = [];
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
        return new TextTable(["truncation", .. columns.Select(measure => measure.Title)], rows);

        void Row(string name, Trade trade)
        {
            double[] values = [trade.Precision, trade.Recall, trade.Frechet, trade.LabelAgreement ?? double.NaN];
            rows.Add([name, .. columns.Zip(values, ScoreSheet.Text)]);
        }
    }
}
