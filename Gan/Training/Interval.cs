using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GanFromScratch.Gan.Training;

/// <summary>What an <see cref="Interval"/> counts.</summary>
public enum IntervalUnit
{
    Epochs,
    Steps,

    /// <summary>Of training: the time between steps is not counted.</summary>
    Seconds,

    /// <summary>Ends of epochs, ever rarer; see <see cref="Interval.Thinning"/>.</summary>
    Thinning,
}

/// <summary>How often something is done in a run, as "2e" (epochs), "1000steps", "90s", "5m", "1h", "never" or "auto".</summary>
/// <param name="Amount">0 for never.</param>
/// <param name="Unit">What it counts.</param>
[JsonConverter(typeof(IntervalJson))]
public readonly record struct Interval(double Amount, IntervalUnit Unit)
{
    private const string NeverName = "never", AutoName = "auto", Form = "2e (epochs), 1000steps, 90s, 5m, 1h or never";

    /// <summary>Not at all.</summary>
    public static readonly Interval Never = new(0, IntervalUnit.Epochs);

    /// <summary>
    /// At the end of the first 31 epochs, of every second up to 64, of every fourth up to 128, and so on, but at least two seconds of
    /// training apart. A run of 600 epochs has at most a hundred of them.
    /// </summary>
    public static readonly Interval Thinning = new(2, IntervalUnit.Thinning);

    public bool IsNever => Amount == 0;

    /// <summary>An interval of this many epochs.</summary>
    public static implicit operator Interval(int epochs) => new(epochs, IntervalUnit.Epochs);

    /// <summary>Whether these rows of a log are long enough for at least one.</summary>
    internal bool IsIn(IReadOnlyList<LogRow> rows) => !IsNever && Unit switch
    {
        IntervalUnit.Steps => rows[^1].Step > Amount,
        IntervalUnit.Epochs => rows[^1].Epoch > Amount,
        _ => rows.Sum(row => row.Seconds) > 2 * Amount,
    };

    /// <summary>Whether <see cref="Thinning"/> keeps this epoch, counted from 1.</summary>
    public static bool Keeps(int epoch) => epoch % (1 << Math.Max(0, int.Log2(Math.Max(1, epoch)) - 4)) == 0;

    /// <param name="text">As a user writes it.</param>
    /// <exception cref="FormatException">It is none; the message says what was expected.</exception>
    public static Interval Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text == AutoName)
            return Thinning;
        if (text is NeverName or "0")
            return Never;
        int digits = text.TakeWhile(letter => char.IsAsciiDigit(letter) || letter == '.').Count();
        (IntervalUnit Unit, double Factor)? unit = text[digits..] switch
        {
            "" or "e" or "epoch" or "epochs" => (IntervalUnit.Epochs, 1),
            "step" or "steps" => (IntervalUnit.Steps, 1),
            "s" => (IntervalUnit.Seconds, 1),
            "m" => (IntervalUnit.Seconds, 60),
            "h" => (IntervalUnit.Seconds, 3600),
            _ => null,
        };
        return unit is (IntervalUnit, double) of
            && double.TryParse(text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double amount)
            && amount is > 0 and <= 1_000_000_000 && (of.Unit == IntervalUnit.Seconds || amount == Math.Floor(amount))
                ? new Interval(amount * of.Factor, of.Unit)
                : throw new FormatException($"expected {Form}, got '{text}'");
    }

    public override string ToString() => Unit == IntervalUnit.Thinning ? AutoName : IsNever ? NeverName
        : string.Create(CultureInfo.InvariantCulture, $"{Amount:0.###}{(Unit switch
        {
            IntervalUnit.Epochs => "e",
            IntervalUnit.Steps => "steps",
            _ => "s",
        })}");
}

/// <summary>An interval in JSON: its text, or a number of epochs.</summary>
internal sealed class IntervalJson : JsonConverter<Interval>
{
    public override Interval Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return reader.TokenType == JsonTokenType.Number
                ? Interval.Parse(reader.GetInt32().ToString(CultureInfo.InvariantCulture))
                : Interval.Parse(reader.GetString() ?? "");
        }
        catch (FormatException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    public override void Write(Utf8JsonWriter writer, Interval value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

/// <summary>When something that is done in an <see cref="Interval"/> is due.</summary>
/// <param name="interval">How often.</param>
internal sealed class Recurrence(Interval interval)
{
    private double? last;

    /// <summary>Whether it is due after a step. If so, the next interval begins.</summary>
    /// <param name="position">After the step.</param>
    /// <param name="seconds">Of training in this process.</param>
    /// <param name="endsEpoch">Whether an epoch ends with the step, or the run.</param>
    public bool IsDue(TrainingPosition position, double seconds, bool endsEpoch)
    {
        bool due = !interval.IsNever && interval.Unit switch
        {
            IntervalUnit.Epochs => endsEpoch && (position.Epoch + 1) % (int)interval.Amount == 0,
            IntervalUnit.Steps => position.Step % (long)interval.Amount == 0,
            IntervalUnit.Seconds => seconds - (last ?? 0) >= interval.Amount,
            _ => endsEpoch && Interval.Keeps(position.Epoch + 1) && (last == null || seconds - last >= interval.Amount),
        };
        if (due)
            last = seconds;
        return due;
    }
}
