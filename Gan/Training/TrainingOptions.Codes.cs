using GanFromScratch.Engine;
using GanFromScratch.Gan.Models;

namespace GanFromScratch.Gan.Training;

/// <content>The weights of what codes tell, for a model with codes (InfoGAN).</content>
public sealed partial record TrainingOptions
{
    /// <summary>Weight of the mutual information of samples and their category.</summary>
    public float Information { get; init; }

    /// <summary>Weight of that of samples and their continuous codes.</summary>
    public float InformationContinuous { get; init; }

    /// <summary>Weight of that of real samples and the category guessed of them, <see cref="Games.RealCategories"/>.</summary>
    public float InformationReal { get; init; }

    private void CheckCodes()
    {
        const string Weight = "0 (off) or a positive weight";
        Require(Information >= 0 && float.IsFinite(Information), "information", Weight, Information);
        Require(
            InformationContinuous >= 0 && float.IsFinite(InformationContinuous), "information-continuous", Weight, InformationContinuous);
        Require(InformationReal >= 0 && float.IsFinite(InformationReal), "information-real", Weight, InformationReal);
        bool hasCodes = GanModel.Catalog.Find(Model).Codes != null;
        if (!hasCodes && Information + InformationContinuous + InformationReal > 0)
            throw new InputException(
                $"--information, --information-continuous and --information-real are about codes, and model {Model} has none; leave them "
                + "out, or choose --model "
                + $"{string.Join(" or ", GanModel.Catalog.All.Where(m => m.Codes != null).Select(m => m.Name))}.");
        if (hasCodes && Pack > 1)
            throw new InputException(
                $"--pack {Pack} joins samples of several codes, which cannot be guessed then; leave it out, or choose another --model.");
    }
}
