using System.Text.RegularExpressions;
using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Data.Captions;

/// <summary>
/// The captions that labels stand for, as sequences of words. A word is a run of letters, digits and apostrophes, in small letters; what
/// lies between words is not read.
/// </summary>
public sealed partial class CaptionSet
{
    private const int MostListed = 40;

    /// <param name="texts">At least one, each of at least one word.</param>
    /// <exception cref="InputException">One has no word.</exception>
    public CaptionSet(IReadOnlyList<string> texts)
        : this(texts, [.. texts.SelectMany(Split).Distinct()])
    {
    }

    private CaptionSet(IReadOnlyList<string> texts, IReadOnlyList<string> words)
    {
        (Texts, Words) = (texts, words);
        string[][] split = [.. texts.Select(text => Split(text).ToArray())];
        if (Array.FindIndex(split, caption => caption.Length == 0) is >= 0 and int empty)
            throw new InputException($"The caption '{texts[empty]}' has no word; give it words of letters or digits.");
        Length = split.Max(caption => caption.Length);
        Numbers = new int[texts.Count * Length];
        var numbers = words.Select((word, i) => (word, i)).ToDictionary(entry => entry.word, entry => entry.i + 1);
        for (int i = 0; i < split.Length; i++)
        {
            int end = (i + 1) * Length;
            for (int k = 0; k < split[i].Length; k++)
            {
                Numbers[end - split[i].Length + k] = numbers.TryGetValue(split[i][k], out int number) ? number : throw Unknown(split[i][k]);
            }
        }
    }

    /// <summary>The captions, by their labels.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>All words; the first has the number 1.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Words of the longest caption, L.</summary>
    public int Length { get; }

    /// <summary>The numbers of the words, L of each caption; 0 before those of a shorter one.</summary>
    public int[] Numbers { get; }

    /// <summary>One caption of the same words.</summary>
    /// <exception cref="InputException">It has a word that is not known, or none.</exception>
    public CaptionSet Only(string text) => new([text], Words);

    private static IEnumerable<string> Split(string text) => Word().Matches(text.ToLowerInvariant()).Select(match => match.Value);

    private InputException Unknown(string word)
    {
        string rest = Words.Count > MostListed ? $" and {Words.Count - MostListed:N0} more" : "";
        string known = string.Join(", ", Words.Order(StringComparer.Ordinal).Take(MostListed));
        return new InputException($"The word '{word}' is in no caption that was learnt; known are: {known}{rest}.");
    }

    [GeneratedRegex(@"[\p{L}\p{Nd}']+")]
    private static partial Regex Word();
}
