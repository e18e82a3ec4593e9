namespace GanFromScratch.Gan.Data.Captions;

/// <summary>How thick a digit's strokes are, beside those of other digits of its class.</summary>
public enum StrokeWeight
{
    /// <summary>Not worth a word.</summary>
    Usual,

    /// <summary>Of the thinnest third.</summary>
    Thin,

    /// <summary>Of the thickest third.</summary>
    Thick,
}

/// <summary>A digit in words: "a thick, slanted three".</summary>
/// <param name="Digit">0 to 9.</param>
/// <param name="Weight">Of its strokes.</param>
/// <param name="Slanted">Whether it leans more than two thirds of its class.</param>
public readonly record struct DigitPhrase(int Digit, StrokeWeight Weight, bool Slanted)
{
    internal const int Count = 10 * Looks;

    private const int Looks = 6;

    private static readonly string[] Names = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

    /// <summary>The phrase of a number from 0 to 59.</summary>
    internal static DigitPhrase Of(int number) => new(number / Looks, (StrokeWeight)(number / 2 % 3), number % 2 == 1);

    internal int Number => (Digit * Looks) + ((int)Weight * 2) + (Slanted ? 1 : 0);

    public override string ToString()
    {
        string?[] looks = [Weight == StrokeWeight.Usual ? null : Weight.ToString().ToLowerInvariant(), Slanted ? "slanted" : null];
        string adjectives = string.Join(", ", looks.Where(look => look != null));
        return $"a {adjectives}{(adjectives.Length > 0 ? " " : "")}{Names[Digit]}";
    }
}

/// <summary>
/// What an image of two digits shows. The grammar:
/// <code>
///   caption → digit ("left" | "right") "of" digit          digit → "a" ["thin" | "thick"] ["slanted"] ("zero" | … | "nine")
/// </code>
/// 7,200 captions of at most ten words, of 17 different ones.
/// </summary>
/// <param name="Left">The digit in the left half.</param>
/// <param name="Right">The one in the right half.</param>
/// <param name="FromLeft">Whether the left digit is named first: "… left of …"; otherwise the right one is: "… right of …".</param>
public readonly record struct DigitCaption(DigitPhrase Left, DigitPhrase Right, bool FromLeft)
{
    /// <summary>Number of captions.</summary>
    public const int Count = DigitPhrase.Count * DigitPhrase.Count * 2;

    // Captions with numbers that follow each other should have nothing in common.
    private static readonly int[] Order = Shuffle.Epoch(Count, seed: 1, epoch: 0);
    private static readonly int[] Places = Inverse(Order);

    /// <summary>All captions as text, by their numbers.</summary>
    public static CaptionSet All { get; } = new([.. Enumerable.Range(0, Count).Select(number => Of(number).ToString())]);

    /// <summary>The caption of a number from 0 to <see cref="Count"/> − 1.</summary>
    public static DigitCaption Of(int number)
    {
        int place = Order[number], phrases = place / 2;
        return new DigitCaption(
            DigitPhrase.Of(phrases / DigitPhrase.Count), DigitPhrase.Of(phrases % DigitPhrase.Count), place % 2 == 0);
    }

    /// <summary>Its number.</summary>
    public int Number => Places[(((Left.Number * DigitPhrase.Count) + Right.Number) * 2) + (FromLeft ? 0 : 1)];

    public override string ToString() => FromLeft ? $"{Left} left of {Right}" : $"{Right} right of {Left}";

    private static int[] Inverse(int[] order)
    {
        int[] places = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
            places[order[i]] = i;
        return places;
    }
}
