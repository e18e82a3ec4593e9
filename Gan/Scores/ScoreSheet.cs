using System.Globalization;
using System.Text;
using System.Text.Json;
using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Scores;

/// <summary>All figures for one set of samples, as a table or as a line of JSON.</summary>
/// <param name="Data">The data that they were compared with.</param>
/// <param name="Samples">Number of samples.</param>
/// <param name="Scores">In the order of the table.</param>
/// <param name="Counts">Samples of each class, generated and real; empty if there are no classes, or too many to list.</param>
/// <param name="ClassNames">A name for each class, or null if classes are only numbered.</param>
internal sealed record ScoreSheet(
    string Data, int Samples, IReadOnlyList<Score> Scores, IReadOnlyList<(int Samples, int Real)> Counts,
    IReadOnlyList<string>? ClassNames = null)
{
    /// <summary>The scores of pairs: first the model's, then those of what needs no training; none for samples of noise.</summary>
    public IReadOnlyList<PairScores> Pairs { get; init; } = [];

    /// <summary>Tables that follow, in words alone; empty without any.</summary>
    public string Details { get; init; } = "";

    public string ToTable(string title)
    {
        int width = Math.Max(
            Scores.Max(score => score.Measure.Title.Length),
            (ClassNames ?? []).Select(name => name.Length + "class ".Length).DefaultIfEmpty().Max());
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{title}");
        text.AppendLine(CultureInfo.InvariantCulture, $"{"".PadRight(width)}  {"samples",9}  {"real",9}");
        foreach ((Measure measure, double value, double real) in Scores)
            Line(measure.Title, Text(measure, value), Text(measure, real), measure.Reading);
        for (int c = 0; c < Counts.Count; c++)
            Line($"class {(c < ClassNames?.Count ? ClassNames[c] : $"{c}")}", $"{Counts[c].Samples:N0}", $"{Counts[c].Real:N0}", "");
        if (Pairs.Count > 1)
            AddPairs(text);
        text.Append(Details);
        return text.ToString().TrimEnd();

        void Line(string name, string value, string real, string note) =>
            text.AppendLine($"{name.PadRight(width)}  {value,9}  {real,9}  {note}".TrimEnd());
    }

    /// <summary>One line; figures that cannot be computed are null.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("data", Data);
            json.WriteNumber("samples", Samples);
            foreach ((Measure measure, double value, double real) in Scores)
            {
                Number(measure.Field, value);
                Number($"{measure.Field}_real", real);
            }

            if (Counts.Count > 0)
            {
                Array("classes", Counts.Select(c => c.Samples));
                Array("classes_real", Counts.Select(c => c.Real));
            }

            foreach (PairScores baseline in Pairs.Skip(1))
            {
                json.WriteStartObject(baseline.Name);
                Number(Measure.Psnr.Field, baseline.Psnr);
                Number(Measure.Ssim.Field, baseline.Ssim);
                if (double.IsFinite(baseline.Frechet))
                    Number(Measure.Frechet.Field, baseline.Frechet);
                json.WriteEndObject();
            }

            json.WriteEndObject();

            void Number(string name, double number)
            {
                if (double.IsFinite(number))
                    json.WriteNumber(name, Math.Round(number, 6));
                else
                    json.WriteNull(name);
            }

            void Array(string name, IEnumerable<int> numbers)
            {
                json.WriteStartArray(name);
                foreach (int number in numbers)
                    json.WriteNumberValue(number);
                json.WriteEndArray();
            }
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>A sentence for each violated limit.</summary>
    /// <exception cref="InputException">A limit names a figure that this sheet does not have.</exception>
    public IReadOnlyList<string> Failures(IReadOnlyList<(Measure Measure, double Limit)> limits)
    {
        var failures = new List<string>();
        foreach ((Measure measure, double limit) in limits)
        {
            Score[] found = [.. Scores.Where(score => score.Measure == measure)];
            if (found.Length == 0)
                throw new InputException(
                    $"{measure.Limit}: there is no such figure for {Data}; expected "
                    + $"{string.Join(", ", Scores.Select(score => score.Measure.Limit))}.");
            if (!measure.Satisfies(found[0].Value, limit))
                failures.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{measure.Limit}: {measure.Title} is {found[0].Value:0.####}, expected "
                    + $"{(measure.LargerIsBetter ? "at least" : "at most")} {limit:0.####}."));
        }

        return failures;
    }

    /// <summary>The model and the baselines, a line each.</summary>
    private void AddPairs(StringBuilder text)
    {
        bool distances = Pairs.Any(scores => !double.IsNaN(scores.Frechet));
        int width = Pairs.Max(scores => scores.Name.Length);
        text.AppendLine();
        text.AppendLine($"{"".PadRight(width)}  {"PSNR, dB",9}  {"SSIM",9}{(distances ? $"  {Measure.Frechet.Title}" : "")}");
        foreach (PairScores scores in Pairs)
        {
            string distance = distances ? $"  {Text(Measure.Frechet, scores.Frechet).PadLeft(Measure.Frechet.Title.Length)}" : "";
            text.AppendLine(
                $"{scores.Name.PadRight(width)}  {Text(Measure.Psnr, scores.Psnr),9}  {Text(Measure.Ssim, scores.Ssim),9}{distance}");
        }
    }

    /// <summary>A figure as tables show it; a dash for NaN.</summary>
    public static string Text(Measure measure, double value) =>
        double.IsNaN(value) ? "–" : value.ToString(measure.Format, CultureInfo.InvariantCulture);
}
