namespace GanFromScratch.Gan.Training;

/// <content>What the labels of a run with captions stand for.</content>
public sealed partial record TrainingOptions
{
    /// <summary>
    /// The captions that the data's labels stand for, one a line; empty for those of two digits, <see
    /// cref="Data.Captions.DigitCaption.All"/>.
    /// </summary>
    public string Captions { get; init; } = "";

    /// <summary>The same run with the names of this data's classes as captions; unchanged without <c>--condition caption</c>.</summary>
    public TrainingOptions WithCaptions(IReadOnlyList<string>? names) =>
        Captions.Length > 0 || names == null || names == Gan.Data.Captions.DigitCaption.All.Texts
        || Gan.Conditions.Condition.Catalog.Find(Condition) is not Gan.Conditions.Captioned
            ? this
            : this with { Captions = string.Join('\n', names.Select(name => name.ReplaceLineEndings(" "))) };
}
