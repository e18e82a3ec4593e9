using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Images;
using GanFromScratch.Gan.Data.Pairs;
using GanFromScratch.Gan.Data.Series;
using GanFromScratch.Gan.Data.Tables;
using GanFromScratch.Gan.Models;

namespace GanFromScratch.Gan.Training;

/// <summary>Finds a model's training data and converts it to the model's shape and range.</summary>
public static class TrainingData
{
    /// <summary>Points in a toy data set.</summary>
    private const int ToyPoints = 10_000;

    /// <summary>A path made absolute, so that a run can be resumed from any working directory; a name stays unchanged.</summary>
    public static string FullName(string data) =>
        !DatasetCatalog.Names.Contains(data) && !ToyData.Names.Contains(data) && !MadeTable.Names.Contains(data)
        && !MadeSeries.Names.Contains(data) && (Path.Exists(data) || DatasetCatalog.IsPath(data)) ? Path.GetFullPath(data) : data;

    /// <summary>The samples that the options name, as images of the requested format or else of the model's nearest format.</summary>
    /// <param name="notes">Receives a line for each conversion of the data.</param>
    /// <param name="part">Which half of the images.</param>
    /// <exception cref="InputException">No such data, or data that does not fit the model.</exception>
    public static ISampleSource Load(TrainingOptions options, Action<string> notes, DatasetPart part = DatasetPart.Train)
    {
        Action<string> told = notes;
        notes = note => told(PlainText.Sentence(note));
        GanModel model = GanModel.Catalog.Find(options.Model);
        if (model is not TableModel && MadeTable.Names.Contains(options.Data))
            throw new InputException(
                $"--data {options.Data} is a table, but model {model.Name} makes {model.Makes}: choose --model table, or other data.");
        if (model is not SeriesModel && MadeSeries.Names.Contains(options.Data))
            throw new InputException(
                $"--data {options.Data} are series, but model {model.Name} makes {model.Makes}: choose --model series, or other data.");
        bool toy = ToyData.Names.Contains(options.Data, StringComparer.OrdinalIgnoreCase);
        if (model is not ColumnsModel && toy == model.MakesImages)
            throw new InputException(
                toy
                    ? $"--data {options.Data} is a distribution of points, but model {model.Name} makes images: "
                    + "choose --model toy2d, or image data."
                    : $"--data {options.Data}: model {model.Name} learns points of the plane; expected "
                    + $"{string.Join(", ", ToyData.Names)}.");
        ISampleSource samples = model is TableModel ? TableData.Encoded(options, notes, part)
            : model is SeriesModel ? SeriesData.Load(options, notes, part)
            : toy ? Points(options)
            : model is TranslationModel translation ? LoadPairs(translation, options, notes, part)
            : model.Frames > 1 ? LoadClips(model, options, notes, part)
            : LoadImages(model, options, notes, part);
        int needed = options.Batch * options.DiscriminatorSteps;
        if (samples.Count < needed)
            throw new InputException(
                $"--data {options.Data} has {samples.Count:N0} samples{(options.Limit > 0 ? $" with --limit {options.Limit:N0}" : "")}, "
                + $"but a step takes {needed:N0}: lower --batch or --discriminator-steps.");
        if (options.FindModel().Condition.TakesLabels)
            CheckLabels(options, samples);
        return samples;
    }

    private static PointSamples Points(TrainingOptions options)
    {
        var points = ToyData.Create(options.Data.ToLowerInvariant(), ToyPoints, options.Seed);
        int[] kept = Kept(options, points.Count, points.Labels, names: null);
        return new PointSamples(
            [.. kept.SelectMany(i => new[] { points.Points[2 * i], points.Points[(2 * i) + 1] })], [.. kept.Select(i => points.Labels[i])]);
    }

    private static void CheckLabels(TrainingOptions options, ISampleSource samples)
    {
        int classes = samples.Classes;
        if (classes == 0)
            throw new InputException(
                $"--condition {options.Condition} needs labels, and --data {options.Data} has none; give idx labels beside idx images, a "
                + $"CSV with a column 'label', or a folder with a sub-folder for each class, or leave out --condition.");
        if (classes == 1)
            throw new InputException(
                $"--condition {options.Condition} needs at least 2 classes, and --data {options.Data} has 1; leave out --condition.");
        DataCheck.CheckClasses(samples, options);
        if (options.Classes > 0 && options.Classes < classes)
            throw new InputException(
                $"--data {options.Data} has {classes:N0} classes, but --classes asks for {options.Classes:N0}; raise it, or leave it out.");
        options.CheckCaptionsOf(samples);
    }

    private static PairSamples LoadPairs(TranslationModel model, TrainingOptions options, Action<string> notes, DatasetPart part)
    {
        IReadOnlyList<ImageFormat> formats = FormatChoice.Among(model, options.ImageSize, options.Channels);
        ImagePairs pairs = Pairing.Catalog.Find(options.Pairs).Load(
            options.Data, part, first => FormatChoice.Nearest(formats, first), ReadingOf(options));
        foreach (string note in pairs.Outputs.Notes)
            notes(note);
        int[] kept = Kept(options, pairs.Count, pairs.Outputs.Labels, pairs.Outputs.ClassNames);
        if (kept.Length < pairs.Count)
            pairs = pairs.Select(kept);
        if (!model.LearnsPairs && part == DatasetPart.Train)
            pairs = pairs.Part(options.Seed);
        return new PairSamples(pairs, model.Range.Low, model.Range.High);
    }

    /// <summary>Clips of the videos that the pairing of the options finds or makes, as many frames each as the model's samples.</summary>
    internal static ClipSamples LoadClips(GanModel model, TrainingOptions options, Action<string> notes, DatasetPart part)
    {
        if (options.Without != LeftOut.None)
            throw new InputException($"--without leaves out images of a class, and model {model.Name} learns videos; leave it out.");
        IReadOnlyList<ImageFormat> formats = FormatChoice.Among(model, options.ImageSize, options.Channels);
        var pairing = (FramePairing)Pairing.Catalog.Find(options.Pairs);
        Videos videos = pairing.LoadVideos(
            options.Data, part, first => FormatChoice.Nearest(formats, first), ReadingOf(options), model.Frames);
        foreach (string note in videos.Frames.Notes)
            notes(note);
        return new ClipSamples(videos, model.Frames, options.Limit, model.Range.Low, model.Range.High);
    }

    /// <summary>How the options have files of images read.</summary>
    internal static ImageReading ReadingOf(TrainingOptions options) => new(Background.Parse(options.Background), options.SkipBadImages)
    {
        Fit = options.Fit,
        Split = options.Split,
        Transpose = options.Transpose,
        Height = options.ImageSize,
        Channels = options.Channels,
    };

    private static ImageSamples LoadImages(GanModel model, TrainingOptions options, Action<string> notes, DatasetPart part)
    {
        ImageSet images = Images(model, options, notes, part);
        int[] kept = Kept(options, images.Count, images.Labels, images.ClassNames);
        if (kept.Length < images.Count)
            images = images.Select(kept);
        return new ImageSamples(images, model.Range.Low, model.Range.High, options.Flip ? options.Seed : null);
    }

    /// <summary>The indices of the samples that <c>--without</c> leaves, as many as <c>--limit</c> allows.</summary>
    private static int[] Kept(TrainingOptions options, int count, int[]? labels, IReadOnlyList<string>? names)
    {
        int[] kept = options.Without == LeftOut.None
            ? [.. Enumerable.Range(0, count)]
            : LeftOut.Others(options.Without, options.Data, labels, names);
        return options.Limit > 0 ? [.. kept.Take(options.Limit)] : kept;
    }

    /// <summary>All images of the data, as the model takes them, with a line for each conversion.</summary>
    internal static ImageSet Images(GanModel model, TrainingOptions options, Action<string> notes, DatasetPart part)
    {
        ImageSet images = model.LearnsCaptions ? CaptionData.Load(model, options, part) : Load(model, options, part);
        foreach (string note in images.Notes)
            notes(note);
        return images;
    }

    private static ImageSet Load(GanModel model, TrainingOptions options, DatasetPart part)
    {
        IReadOnlyList<ImageFormat> formats = FormatChoice.Among(model, options.ImageSize, options.Channels);
        return DatasetCatalog.Default.Load(
            options.Data, part, first => FormatChoice.Nearest(formats, first), ReadingOf(options));
    }
}
