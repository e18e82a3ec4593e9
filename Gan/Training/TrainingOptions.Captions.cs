using GanFromScratch.Engine;
using GanFromScratch.Gan.Conditions;
using GanFromScratch.Gan.Data.Captions;

namespace GanFromScratch.Gan.Training;

/// <content>What the labels of a run with captions stand for.</content>
public sealed partial record TrainingOptions
{
    private const char BetweenCaptions = '|';

    /// <summary>
    /// The captions that labels stand for, from label 0 on, with a | between them; empty for those of two digits, <see
    /// cref="DigitCaption.All"/>.
    /// </summary>
    public string Captions { get; init; } = "";

    /// <summary>The captions, by label.</summary>
    /// <exception cref="InputException">One of them has no word.</exception>
    internal CaptionSet CaptionSet() => Captions.Length == 0 ? DigitCaption.All : new CaptionSet(Captions.Split(BetweenCaptions));

    /// <summary>The same run with the names of this data's classes as captions; unchanged if it has captions, or reads none.</summary>
    public TrainingOptions WithCaptions(IReadOnlyList<string>? names) =>
        Captions.Length > 0 || names == null || names == DigitCaption.All.Texts || !ReadsCaptions
            ? this
            : this with { Captions = string.Join(BetweenCaptions, names.Select(OneLine)) };

    private bool ReadsCaptions => Conditions.Condition.Catalog.Find(Condition) is Captioned;

    private static string OneLine(string name) => name.ReplaceLineEndings(" ").Replace(BetweenCaptions, ' ');

    private void CheckCaptions()
    {
        if (Captions.Length == 0)
            return;
        if (!ReadsCaptions)
            throw new InputException("--captions are for --condition caption; add it, or leave them out.");
        int count = CaptionSet().Texts.Count;
        if (Classes > count)
            throw new InputException(
                $"--captions: there are {count:N0} for {Classes:N0} classes; give one for each, with a | between two of them.");
    }

    /// <summary>Refuses data whose labels say nothing.</summary>
    /// <exception cref="InputException">It is such data.</exception>
    internal void CheckCaptionsOf(ISampleSource samples)
    {
        if (!ReadsCaptions)
            return;
        if (Captions.Length == 0 && samples.ClassNames == null)
            throw new InputException(
                $"--condition {Condition} reads the names of classes, and those of --data {Data} are only numbers; give --captions, a CSV "
                + "whose column 'label' holds a caption for each image, or a folder with a sub-folder named by each caption.");
        WithCaptions(samples.ClassNames).WithClasses(samples.Classes).CheckCaptions();
    }
}
