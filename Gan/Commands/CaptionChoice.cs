using GanFromScratch.Engine;
using GanFromScratch.Gan.Conditions;
using GanFromScratch.Gan.Models;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Commands;

/// <summary><c>sample --text</c>: the caption to draw.</summary>
internal static class CaptionChoice
{
    /// <summary>The model with this caption alone, which is then the label 0.</summary>
    /// <exception cref="InputException">The run has no captions, or a word is in none of them.</exception>
    public static GanModel Of(GanModel model, string from, string text) => model.Condition is Captioned captioned
        ? model with { Condition = captioned with { Labels = new ClassLabels(1), Captions = captioned.Captions.Only(text) } }
        : throw new InputException(
            $"--text is for a run that was trained with --condition caption, and {from} was not; leave it out, or train --model "
            + "text2image.");
}
