using System.CommandLine;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Commands;

/// <summary><c>sample</c>: pictures from a trained generator, as a grid, as single PNG files, or as an idx file.</summary>
internal static partial class SampleCommand
{
    private const int MostSamples = 1_000_000, MostInGrid = 10_000;

    /// <summary>Batch size for sampling, which limits the device memory for many samples.</summary>
    private const int Chunk = 256, ValuesAtOnce = Chunk * 3 * 64 * 64;

    private const int MostSources = 99;

    private const string AllClasses = "all", UsualCount = "64", UsualCountPerClass = "10", UsualSources = "6";

    private static readonly Option<string> Count = new("--count")
    {
        Description = $"How many samples, with --class all of each class, with --mix of each kind of source [default: {UsualCount}; "
            + $"{UsualCountPerClass} of each class; {UsualSources} sources]",
        HelpName = "N",
    };
    private static readonly Option<string> Class = new("--class")
    {
        Description = "For a run with --condition: samples of this class, or all: a row for each class, with the same noise in a column "
            + "[default: the classes in turn, a column each]",
        HelpName = "N|all",
    };
    private static readonly Option<string> Text = new("--text")
    {
        Description = "For a run with captions: draw this one, of any words that it has learnt [default: the captions of the data in turn]",
        HelpName = "CAPTION",
    };
    private static readonly Option<string> Seed = new("--seed")
    {
        Description = "Chooses the noise",
        HelpName = "N",
        DefaultValueFactory = _ => "1",
    };
    private static readonly Option<string> Images = new("--images")
    {
        Description = "For a run with pairs: translate these images, an idx file, a folder or a CSV that lists some [default: the test "
            + "part of the run's data]; small ones for a run that enlarges, frames in their order for one that learns videos",
        HelpName = "IDX|FOLDER",
    };
    private static readonly Option<string> Truncation = new("--truncation")
    {
        Description = "The truncation trick: draw every component of the noise beyond ±T anew; quality for variety",
        HelpName = "T",
        DefaultValueFactory = _ => OptionValue.Untruncated,
    };
    private static readonly Option<bool> Back = new("--back")
    {
        Description = "Translate from B to A, for a model that learns both ways",
    };
    private static readonly DeviceChoice On = new("auto");
    private static readonly Option<string> Grid = new("--grid")
    {
        Description =
            "Write one picture of all samples (a scatter of points for a 2-D model, for a CSV the distribution or curves of each column) "
            + "as .png, .jpg or .webp [default: samples.png, if no other output is chosen]",
        HelpName = "FILE.png",
    };
    private static readonly Option<string> Idx = new("--idx")
    {
        Description = "Write unsigned bytes N×H×W, ink 255, in MNIST's format; N×3×H×W of colour images; with --condition the labels "
            + "beside it",
        HelpName = "FILE",
    };
    private static readonly Option<string> Png = new("--png")
    {
        Description = "Write each sample as a picture of its own into a folder, sample-00000.png and so on",
        HelpName = "DIR",
    };
    private static readonly Option<string> Format = new("--format")
    {
        Description = $"Format of the pictures of --png [default: {PictureFile.Formats[0]}]",
        HelpName = string.Join('|', PictureFile.Formats),
    };
    private static readonly Option<bool> Append = new("--append")
    {
        Description = "Where --png names a folder with pictures in it: add to them, with the next numbers",
    };
    private static readonly Option<bool> Overwrite = new("--overwrite")
    {
        Description = "Where --png names a folder with pictures in it: replace those of the same names",
    };
    private static readonly Option<string> Npz = new("--npz")
    {
        Description = "Write numpy arrays: x, the images as unsigned bytes N×H×W, or N×H×W×3 of colour (clips N×frames×…, points as floats "
            + "N×2), and with --condition y, the labels",
        HelpName = "FILE.npz",
    };

    private static readonly Option<string> Csv = new("--csv")
    {
        Description = "For a run that learned a CSV: write samples in its columns, units and categories; series into one file, or "
            + "each into a file of its own in a folder [default: samples.csv, if no other output is chosen]",
        HelpName = "FILE.csv|FOLDER",
    };
    private static readonly Option<string> Mix = new("--mix")
    {
        Description = "For a model with styles: write one picture with sources A in the first row, sources B in the first column, and "
            + "between them samples with coarse styles of A and fine ones of B",
        HelpName = "FILE.png",
    };
    private static readonly Option<string> Crossover = new("--crossover")
    {
        Description = "The first layer whose style is B's, from 0 [default: the middle one]",
        HelpName = "LAYER",
    };
    private static readonly Option<string> Psi = new("--psi")
    {
        Description = "For a model with styles: ψ, how much of a style's distance from the average one is kept; less than 1 gives better "
            + "and less varied samples",
        HelpName = "SHARE",
    };
    private static readonly Option<string> Attention = new("--attention")
    {
        Description = $"Write where some places of the first {AttentionSamples.Most} samples look, for a model with self-attention",
        HelpName = "FILE.png",
    };

    private static readonly Option<string> Gif = new("--gif")
    {
        Description = $"For a run that makes clips: write {ClipAnimation.Usual} of them, or --count, side by side. For one that learns the "
            + $"next frame of videos: {Rollout.UsualVideos} of the test part going on for {Rollout.Frames} frames from the model's own "
            + "predictions, below the true ones. For one of walking figures: real ones, and below them as many samples",
        HelpName = "FILE.gif",
    };
    private static readonly Option<string> Codes = new("--codes")
    {
        Description = "For a model with codes: write one picture with a row for each category, in which each continuous code goes from "
            + "-2 to 2",
        HelpName = "FILE.png",
    };

    private static readonly Option<string> Reconstruct = new("--reconstruct")
    {
        Description = "For a model with an encoder: write one picture with images of the test part, each above what the generator makes of "
            + "its latent vector",
        HelpName = "FILE.png",
    };

    public static Command Create()
    {
        var command = new Command(
            "sample",
            "Draw samples from a trained generator, of a run or from a file of weights. Examples: sample --run runs/mlp-mnist-1 "
            + "--count 100 --grid more.jpg; sample --weights generator.safetensors --model dcgan --npz more.npz.")
        {
            Count, Class, Text, Images, Back, Seed, Truncation, On.Device, On.Compiler, On.Threads, Grid, Idx, Npz, Png,
            Format, Append, Overwrite, Csv, Mix,
            Crossover, Psi, Attention, Gif, Codes, Reconstruct,
        };
        foreach (Option option in GeneratorSource.CommandOptions.Reverse())
            command.Options.Insert(0, option);
        command.SetAction(Execute);
        return command;
    }

    private static int Execute(ParseResult parsed)
    {
        if (parsed.GetValue(Mix) != null)
            return ExecuteMix(parsed);
        if (parsed.GetValue(Gif) != null)
            return ExecuteGif(parsed);
        if (parsed.GetValue(Crossover) != null)
            throw new InputException("--crossover belongs to --mix FILE.png; give both, or none.");
        string? asked = parsed.GetValue(Class);
        bool all = asked == AllClasses;
        int count = OptionValue.Count(Count, parsed.GetValue(Count) ?? (all ? UsualCountPerClass : UsualCount), MostSamples);
        ulong seed = OptionValue.Seed(Seed, parsed.GetValue(Seed)!);
        float? truncation = OptionValue.Truncation(Truncation, parsed.GetValue(Truncation)!);
        string?[] outputs = OutputPath.Of(parsed, Grid, Idx, Png, Attention, Codes, Csv, Reconstruct, Npz);
        (string? grid, string? idx, string? png, string? csv, string? npz) = (outputs[0], outputs[1], outputs[2], outputs[5], outputs[7]);
        PictureFile.Check(parsed, Grid, Attention, Codes, Reconstruct);
        PictureFolder? single = PicturesOf(parsed, png);

        GeneratorSource source = GeneratorSource.Of(parsed);
        TrainingOptions options = source.Options;
        OutputPath.KeepFrom(options.Data, parsed, Grid, Idx, Png, Attention, Codes, Csv, Reconstruct, Npz);
        GanModel model = options.FindModel();
        if (outputs.All(output => output == null))
            (grid, csv) = model is ColumnsModel ? ((string?)null, "samples.csv") : ("samples.png", null);
        if (csv != null && model is not ColumnsModel)
            throw new InputException($"--csv writes rows, and model {model.Name} makes {model.Makes}; leave it out.");
        if (parsed.GetValue(Back))
            model = Turned(model, source.Name);
        if (!model.MakesImages && (idx != null || png != null))
            throw new InputException($"Model {model.Name} makes {model.Makes}, not images: --grid draws them, --idx and --png cannot.");
        if (npz != null && model is ColumnsModel)
            throw new InputException($"--npz writes images or points, and model {model.Name} makes {model.Makes}; --csv writes them.");
        string? text = parsed.GetValue(Text);
        if (asked != null && text != null)
            throw new InputException("--class and --text both say what to draw; leave one of them out.");
        if (asked != null)
            RequireCondition(model, source.Name, Class);
        if (text != null)
            model = CaptionChoice.Of(model, source.Name, text);
        string? own = parsed.GetValue(Images);
        if (truncation != null)
            RequireNoise(model, source.Name, Truncation);
        if (own != null && model is not TranslationModel)
            throw new InputException(
                $"--images are for a run that translates images, and {source.Name} makes them of noise; leave it out.");
        if (idx != null && !model.Condition.TakesLabels && IdxFolder.LabelFile(idx) is string stale && File.Exists(stale))
            throw new InputException(
                $"--idx {idx}: beside it lies {stale}, which would be read as the labels of samples that have none; choose another name, "
                + "or move that file away.");
        int? only = asked == null || all ? null : ClassOf(Class, asked, model);
        int perClass = count;
        count = all ? (int)Math.Min((long)count * model.Condition.Labels.Count, int.MaxValue) : count;
        if (count > MostSamples)
            throw new InputException($"--count: expected at most {MostSamples:N0} samples of all classes together, got {count:N0}.");
        if (model.MakesImages && grid != null && count > MostInGrid)
            throw new InputException($"--grid shows at most {MostInGrid:N0} images, got --count {count}; write so many by --idx or --png.");

        long numbers = (long)count * model.SampleShape.Size;
        if (numbers > Array.MaxLength)
            throw new InputException(
                $"--count: {count:N0} samples of model {model.Name} are {numbers:N0} numbers, expected at most {Array.MaxLength:N0}; ask "
                + $"for fewer at a time, with another --seed each.");

        using Device device = On.Open(parsed);
        using var notes = new DeviceNotes(device, ErrorLine.Write);
        using var random = new RandomSource(device, options.Seed);
        using Sequential generator = source.Load(model, random);
        Truncate(parsed, generator, model);
        if (outputs[3] is string attention)
        {
            using var noise = new RandomSource(device, seed, SamplePictures.OnDemand);
            AttentionSamples.Write(
                attention, generator, model, noise, Math.Min(count, AttentionSamples.Most), i => only ?? SamplePictures.Label(model, i),
                truncation);
        }

        if (outputs[4] is string codes)
        {
            using var noise = new RandomSource(device, seed, SamplePictures.OnDemand);
            CodeGrid.Write(codes, generator, model, noise);
        }

        if (outputs[6] is string reconstruct)
            ReconstructionGrid.Write(reconstruct, generator, model, options, count, seed, device);
        if (grid == null && idx == null && png == null && csv == null && npz == null)
            return 0;
        if (model is TranslationModel pairs)
        {
            InputImages images = own == null
                ? InputImages.OfPairs(pairs, options, count, seed)
                : InputImages.Of(
                    pairs, options, OptionValue.Text(Images, own), parsed.GetValue(Count) == null ? null : count, ErrorLine.Write);
            model = images.Model;
            float[] made = Generate(generator, model, (first, n) => images.Read(device, first, n), images.Count, _ => 0, values => values);
            WriteImages(SamplePictures.ToBytes(model, made), model, images.Count, columns: 0, grid: null, idx, single, npz, labels: null);
            if (grid != null)
            {
                PictureFile.Write(grid, images.Draw(made));
                Console.WriteLine($"{images.Count} samples beside their inputs: {grid}");
            }
        }
        else if (model.MakesImages)
        {
            byte[] pixels = Make(values => SamplePictures.ToBytes(model, values));
            int columns = all ? perClass : only == null ? SamplePictures.Columns(model, count) : 0;
            Func<int, int>? labels = !model.Condition.TakesLabels || text != null ? null : all ? i => i / perClass : Asked;
            WriteImages(pixels, model, count, columns, grid, idx, single, npz, labels);
        }
        else if (model is ColumnsModel columns)
        {
            ColumnCommands.Write(columns, Make(values => values), options, csv, grid);
        }
        else
        {
            WritePoints(Make(values => values), options, count, grid, npz, model.Condition.TakesLabels ? Asked : null);
        }

        return 0;

        int Asked(int i) => only ?? SamplePictures.Label(model, i);

        T[] Make<T>(Func<float[], T[]> convert)
        {
            if (!all)
                return Of(Asked, count);
            return [.. Enumerable.Range(0, model.Condition.Labels.Count).SelectMany(c => Of(_ => c, perClass))];

            // The noise begins anew for each class.
            T[] Of(Func<int, int> label, int n)
            {
                using var noise = new RandomSource(device, seed, SamplePictures.OnDemand);
                return Generate(generator, model, OfNoise(model, noise, truncation), n, label, convert);
            }
        }
    }

    /// <summary>The same model, translating from B to A.</summary>
    internal static TranslationModel Turned(GanModel model, string from) => model is TranslationModel { LearnsPairs: false } both
        ? both with { Backwards = true }
        : throw new InputException($"--back is for a run that learns to translate both ways, and {from} does not; leave it out.");

    private static void Truncate(ParseResult parsed, Sequential generator, GanModel model)
    {
        if (parsed.GetValue(Psi) is string share)
            StyleSpace.Of(generator, model, Psi.Name).Truncation = OptionValue.Number(Psi, share);
    }

    /// <summary>Refuses an option about noise for a run whose generator reads images.</summary>
    internal static void RequireNoise(GanModel model, string from, Option option)
    {
        if (model is TranslationModel)
            throw new InputException($"{option.Name} bounds noise, and {from} translates images; leave it out.");
    }

    /// <summary>Refuses an option about classes for a run without labels.</summary>
    internal static void RequireCondition(GanModel model, string from, Option option)
    {
        if (!model.Condition.TakesLabels)
            throw new InputException(
                $"{option.Name} is for a run that was trained with --condition, and {from} was not; leave it out.");
    }

    /// <summary>A class of the model's.</summary>
    internal static int ClassOf(Option option, string text, GanModel model)
    {
        int most = model.Condition.Labels.Count - 1, value = OptionValue.Whole(option, text);
        return value >= 0 && value <= most
            ? value
            : throw new InputException($"{option.Name}: expected 0 to {most}, got {value}.");
    }

    /// <summary>Inputs of noise, for <see cref="Generate"/>.</summary>
    /// <param name="truncation">The bound of <see cref="TruncatedNoise"/>; null for none.</param>
    internal static Func<int, int, Tensor> OfNoise(GanModel model, RandomSource noise, float? truncation = null) =>
        (_, n) => model.Latent(noise, n, truncation);

    /// <summary>All samples in order; each chunk is converted to its final form immediately.</summary>
    /// <param name="inputs">From the number of the first sample and a number of samples to what the generator makes them of.</param>
    /// <param name="label">The class of sample i, for a model with a condition.</param>
    internal static T[] Generate<T>(
        Sequential generator, GanModel model, Func<int, int, Tensor> inputs, int count, Func<int, int> label, Func<float[], T[]> convert)
    {
        using var noGrad = new NoGradScope();
        Module sampler = model.Sampler(generator);
        int size = model.SampleShape.Size, most = Math.Clamp(ValuesAtOnce / size, 1, Chunk);
        var all = new T[count * size];
        for (int done = 0; done < count; done += most)
        {
            using var scope = new TensorScope();
            int n = Math.Min(most, count - done);
            Tensor chunk = inputs(done, n);
            if (model.Condition.TakesLabels)
                model.Condition.Labels.Current = Tensor.From(chunk.Device, [n], [.. Enumerable.Range(done, n).Select(label)]);
            convert(sampler.Forward(chunk).ToArray()).CopyTo(all, done * size);
        }

        return all;
    }
}
