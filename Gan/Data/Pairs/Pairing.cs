using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Images;
using GanFromScratch.Gan.Models;

namespace GanFromScratch.Gan.Data.Pairs;

/// <summary>
/// Where the pairs of a model that translates images come from, one file each; <c>--pairs</c> chooses it by name.
/// </summary>
public abstract class Pairing : ICatalogEntry
{
    /// <summary>The pairings there are.</summary>
    public static Catalog<Pairing> Catalog { get; } = new("pairing", first: "outlines");

    public abstract string Name { get; }

    public abstract string Description { get; }

    /// <summary>Whether the outputs are the images of the data themselves, so that the scores of those are scores of the outputs.</summary>
    public virtual bool KeepsImages => false;

    /// <summary>Whether an output belongs to its input; otherwise only models that learn without pairs can use it.</summary>
    public virtual bool Matches => true;

    /// <summary>Images in the A of a pair.</summary>
    public virtual int InputCount => 1;

    /// <summary>What a program without training makes of A, to compare the outputs of a model with; none by default.</summary>
    public virtual IReadOnlyList<Baseline> Baselines => [];

    /// <summary>The pairs of a data set.</summary>
    /// <param name="data">A name or a path, as in <see cref="DatasetCatalog.Load"/>.</param>
    /// <param name="part">Which half, of data that has two.</param>
    /// <param name="target">The format to convert to, given that of the first output.</param>
    /// <param name="reading">How files of images are read.</param>
    /// <exception cref="InputException">The data is not there, or makes no pairs.</exception>
    public abstract ImagePairs Load(string data, DatasetPart part, Func<ImageFormat, ImageFormat> target, ImageReading reading);

    /// <summary>The format in which a user's own images are read, to make the inputs of a model: usually that of its images.</summary>
    /// <param name="image">Of the first of them.</param>
    /// <param name="model">That translates them.</param>
    public virtual ImageFormat OwnFormat(ImageFormat image, TranslationModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Format!.Value;
    }

    /// <summary>The inputs that a user's own images make: usually themselves, one each.</summary>
    /// <param name="images">In the format of <see cref="OwnFormat"/>, in their order.</param>
    /// <returns><see cref="InputCount"/> images an input.</returns>
    /// <exception cref="InputException">They make none.</exception>
    public virtual ImageSet OwnInputs(ImageSet images) => images;
}
