using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Pairs;
using GanFromScratch.Gan.Models;

namespace GanFromScratch.Gan.Training;

/// <summary>Images for a trained generator to translate: those of pairs that it has not learnt from, or any others.</summary>
internal sealed class InputImages
{
    private readonly TranslationModel model;
    private readonly float[] inputs;

    private InputImages(TranslationModel model, float[] inputs, float[]? pairs, int[]? labels) =>
        (this.model, this.inputs, Pairs, Labels) = (model, inputs, pairs, labels);

    /// <summary>The model, for the format of these images.</summary>
    public TranslationModel Model => model;

    public int Count => inputs.Length / model.SamplerInput.Size;

    /// <summary>The pairs that they are of, one after the other; null if there are no outputs to compare with.</summary>
    public float[]? Pairs { get; }

    /// <summary>The classes of the pairs; null without.</summary>
    public int[]? Labels { get; }

    /// <summary>Pairs of the test part of a run's data, or of all of it where it has no parts.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">Chooses them.</param>
    /// <param name="orFewer">Take all if there are fewer.</param>
    /// <exception cref="InputException">The data is not there, or has fewer.</exception>
    public static InputImages OfPairs(
        TranslationModel model, TrainingOptions options, int count, ulong seed, bool orFewer = false)
    {
        var pairs = (PairSamples)TrainingData.Load(options with { Limit = 0 }, _ => { }, DatasetPart.Test);
        if (orFewer)
            count = Math.Min(count, pairs.Count);
        if (pairs.Count < count)
            throw new InputException(
                $"--count: {options.Data} has {pairs.Count:N0} pairs to translate, but {count:N0} samples are asked for; ask for fewer.");
        ReadOnlySpan<int> chosen = Shuffle.Epoch(pairs.Count, seed, epoch: 0).AsSpan(0, count);
        float[] values = new float[count * model.DataShape.Size];
        pairs.Read(chosen, values);
        int[]? labels = null;
        if (pairs.Classes > 0)
        {
            float[] read = new float[count];
            pairs.ReadLabels(chosen, read);
            labels = Array.ConvertAll(read, label => (int)label);
        }

        return new InputImages(model, model.InputsOf(values), pairs.Match ? values : null, labels);
    }

    /// <summary>The user's own images, in their order.</summary>
    /// <param name="path">An idx file, a folder of images, or a CSV that lists some.</param>
    /// <param name="most">The first so many; null for all.</param>
    /// <exception cref="InputException">They cannot be read.</exception>
    public static InputImages Of(TranslationModel model, TrainingOptions options, string path, int? most, Action<string> notes)
    {
        Pairing pairing = Pairing.Catalog.Find(options.Pairs);
        ImageSet images = DatasetCatalog.Default.Load(
            path, DatasetPart.Test, first => pairing.OwnFormat(first, model), TrainingData.ReadingOf(options));
        foreach (string note in images.Notes)
            notes(note);
        images = pairing.OwnInputs(images);
        images = images.Take(most * pairing.InputCount ?? images.Count);
        float[] inputs = new float[images.Count * images.Format.Size];
        new ImageSamples(images, model.Range.Low, model.Range.High).Read([.. Enumerable.Range(0, images.Count)], inputs);
        return new InputImages(model with { Format = images.Format }, inputs, pairs: null, labels: null);
    }

    /// <summary>A of each pair as bytes, as many images as its pairing has.</summary>
    public ImageSet InputSet => new("inputs", model.Format!.Value, SamplePictures.ToBytes(model, inputs));

    /// <summary>B of each pair as bytes.</summary>
    /// <exception cref="InvalidOperationException">There are none that belong to the inputs.</exception>
    public ImageSet OutputSet => Pairs == null
        ? throw new InvalidOperationException("These images have no outputs of the data.")
        : new("outputs", model.Format!.Value, SamplePictures.ToBytes(model, model.OutputsOf(Pairs)));

    /// <summary>Some of them as the generator reads them, (count, C, H, W).</summary>
    public Tensor Read(Device device, int first, int count)
    {
        int size = model.SamplerInput.Size;
        return Tensor.From(device, [count, .. model.SamplerInput], inputs.AsSpan(first * size, count * size));
    }

    /// <summary>A picture of them beside what was made of them, and beside the data's outputs where there are some.</summary>
    /// <param name="made">An output for each, of <see cref="GanModel.Range"/>.</param>
    public Output.Bitmap Draw(ReadOnlySpan<float> made) =>
        SamplePictures.Compare(model, inputs, made, Pairs == null ? [] : model.OutputsOf(Pairs));
}
