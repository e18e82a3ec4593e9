using GanFromScratch.Gan.Data.Forms;
using GanFromScratch.Gan.Data.Images;

namespace GanFromScratch.Gan.Training;

/// <content>How the data is read.</content>
public sealed partial record TrainingOptions
{
    /// <summary>What becomes of images whose proportions are not the model's.</summary>
    public Fit Fit { get; init; }

    /// <summary>The split of the data to train with; auto for the one called train.</summary>
    public string Split { get; init; } = Splits.Auto;

    /// <summary>Whether the rows and columns of stored pixels change places.</summary>
    public Transposing Transpose { get; init; }

    /// <summary>Every other image of the training data is mirrored, left and right, others in each epoch.</summary>
    public bool Flip { get; init; }

    private void CheckData()
    {
        Require(Enum.IsDefined(Fit), "fit", "auto, crop, pad or stretch", (int)Fit);
        Require(Enum.IsDefined(Transpose), "transpose", "auto, true or false", (int)Transpose);
        Require(Split.Length > 0, "split", "the name of a split, or auto", "''");
        Models.GanModel model = Models.GanModel.Catalog.Find(Model);
        if (Flip && (!model.MakesImages || model.Frames > 1 || model is Models.TranslationModel || model.LearnsCaptions))
            throw new Engine.InputException(
                $"--flip mirrors images one by one, and model {Model} learns "
                + $"{(model.MakesImages ? "more than single images" : model.Makes)}; leave it out.");
    }
}
