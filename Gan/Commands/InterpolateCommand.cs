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

/// <summary>
/// <c>interpolate</c>: latent-space interpolations of a trained generator, as a grid or as a GIF. Walk r leads from sample r of one seed of
/// the <c>sample</c> verb to sample r of another.
/// </summary>
internal static class InterpolateCommand
{
    private const int MostRows = 100, MostSteps = 200, MostImages = 10_000;

    /// <summary>Duration of a GIF frame, in hundredths of a second.</summary>
    private const int Delay = 8;

    private static readonly Option<string> Run = new("--run")
    {
        Description = "Folder of a training run",
        Required = true,
        HelpName = "DIR",
    };
    private static readonly Option<string> From = new("--from")
    {
        Description = "Seed of the samples where the walks begin: those that sample --seed makes",
        HelpName = "SEED",
        DefaultValueFactory = _ => "1",
    };
    private static readonly Option<string> To = new("--to")
    {
        Description = "Seed of the samples where they end [default: 2]",
        HelpName = "SEED",
    };
    private static readonly Option<string> Class = new("--class")
    {
        Description = "For a run with --condition: all samples are of this class [default: the classes in turn, one a walk]",
        HelpName = "N",
    };
    private static readonly Option<string> FromClass = new("--from-class")
    {
        Description = "The walks lead from this class …",
        HelpName = "N",
    };
    private static readonly Option<string> ToClass = new("--to-class")
    {
        Description = "… to this one, through mixtures of both embeddings; the noise stays the same, unless --to is given",
        HelpName = "N",
    };
    private static readonly Option<string> Rows = new("--rows")
    {
        Description = "How many walks; each is a row of the grid",
        HelpName = "N",
        DefaultValueFactory = _ => "8",
    };
    private static readonly Option<string> Steps = new("--steps")
    {
        Description = "Samples along a walk, both ends among them",
        HelpName = "N",
        DefaultValueFactory = _ => "10",
    };
    private static readonly Option<string> Mode = new("--mode")
    {
        Description = "slerp goes along a great circle, where the noise lies; linear along the straight line [default: slerp in z, "
            + "linear in w]",
        HelpName = OptionValue.Choices<WalkMode>("|"),
    };
    private static readonly Option<string> Space = new("--space")
    {
        Description = "Walk between points z, or, for a model with styles, between their styles w",
        HelpName = OptionValue.Choices<WalkSpace>("|"),
        DefaultValueFactory = _ => "z",
    };
    private static readonly DeviceChoice On = new("auto");
    private static readonly Option<string> Grid = new("--grid") { Description =
        "Write one picture, one row per walk (for a 2-D model, the paths over the data) [default: interpolation.png, if no other "
        + "output is chosen]", HelpName = "FILE.png" };
    private static readonly Option<string> Gif = new("--gif")
    {
        Description = "Write an animation that goes there and back",
        HelpName = "FILE.gif",
    };

    public static Command Create()
    {
        var command = new Command("interpolate", "Walk between latent points of a trained generator.")
        {
            Run, From, To, Class, FromClass, ToClass, Rows, Steps, Mode, Space, On.Device, On.Compiler, On.Threads, Grid, Gif
        };
        command.SetAction(Execute);
        return command;
    }

    private static int Execute(ParseResult parsed)
    {
        (string? only, string? fromClass, string? toClass) = (
            parsed.GetValue(Class), parsed.GetValue(FromClass), parsed.GetValue(ToClass));
        if ((fromClass == null) != (toClass == null) || (fromClass != null && only != null))
            throw new InputException("--from-class and --to-class belong together and exclude --class; give both, or only --class.");
        ulong from = OptionValue.Seed(From, parsed.GetValue(From)!);
        ulong to = parsed.GetValue(To) is string end ? OptionValue.Seed(To, end) : fromClass == null ? 2 : from;
        int rows = Within(Rows, parsed, 1, MostRows), steps = Within(Steps, parsed, 2, MostSteps);
        WalkSpace space = OptionValue.Choice<WalkSpace>(Space, parsed.GetValue(Space)!);
        WalkMode mode = parsed.GetValue(Mode) is string way ? OptionValue.Choice<WalkMode>(Mode, way)
            : space == WalkSpace.W ? WalkMode.Linear : WalkMode.Slerp;
        string?[] outputs = OutputPath.Of(parsed, Grid, Gif);
        PictureFile.Check(parsed, Grid);
        PictureFile.CheckAnimation(parsed, Gif);
        (string? grid, string? gif) = (outputs[0], outputs[1]);
        if (grid == null && gif == null)
            grid = "interpolation.png";
        if (from == to && fromClass == null)
            throw new InputException($"--from and --to are both {from}, so the walks would stand still; choose two seeds.");
        if (rows * steps > MostImages)
            throw new InputException(
                $"--rows {rows} times --steps {steps} are {rows * steps:N0} samples, expected at most {MostImages:N0}; ask for fewer.");

        RunFolder folder = RunFolder.Open(parsed.GetValue(Run)!);
        TrainingOptions options = folder.ReadOptions();
        OutputPath.KeepFrom(options.Data, parsed, Grid, Gif);
        GanModel model = options.FindModel();
        ColumnCommands.Refuse(model, folder, "interpolate draws images and points");
        if (model is TranslationModel)
            throw new InputException(
                $"{folder.Path} translates images and has no noise to walk through; sample --run "
                + $"{ShellWords.QuotePath(folder.Path)} shows its outputs.");
        foreach (Option<string> option in new[] { Class, FromClass, ToClass }.Where(option => parsed.GetValue(option) != null))
            SampleCommand.RequireCondition(model, folder.Path, option);
        (int From, int To)? classes = only != null ? (SampleCommand.ClassOf(Class, only, model), SampleCommand.ClassOf(Class, only, model))
            : fromClass != null ? (SampleCommand.ClassOf(FromClass, fromClass, model), SampleCommand.ClassOf(ToClass, toClass!, model))
            : null;
        using Device device = On.Open(parsed);
        using var notes = new DeviceNotes(device, ErrorLine.Write);
        using var random = new RandomSource(device, options.Seed);
        using Sequential generator = RunNetworks.LoadGenerator(folder, options, model, random);

        StyleSpace? styles = space == WalkSpace.W ? StyleSpace.Of(generator, model, "--space w") : null;
        float[][] walked = Walk(generator, styles, model, device, (from, to), rows, steps, mode, classes);
        float[] background = model.MakesImages ? [] : SamplePictures.Background(TrainingData.Load(options, _ => { }));
        if (grid != null)
            PictureFile.Write(grid, Picture(model, InRows(walked, rows), background, columns: steps));
        if (gif != null)
        {
            Bitmap[] there = [.. walked.Select(samples => Picture(model, samples, background, columns: 0))];
            GifFile.Write(gif, [.. there, .. there[1..^1].Reverse()], Delay, Delay);
        }

        foreach (string written in new[] { grid, gif }.OfType<string>())
            Console.WriteLine($"{rows} walks of {steps} steps: {written}");
        return 0;
    }

    private static int Within(Option<string> option, ParseResult parsed, int least, int most)
    {
        int value = OptionValue.Whole(option, parsed.GetValue(option)!);
        return value >= least && value <= most
            ? value
            : throw new InputException($"{option.Name}: expected {least} to {most}, got {value}.");
    }

    /// <summary>
    /// The samples at each step of all walks. The generator processes one step at a time, in the same batch sizes as the sample verb for as
    /// many samples, so that the end points are bit-identical with its samples.
    /// </summary>
    /// <param name="styles">The space W, to walk in it; null to walk in z.</param>
    /// <param name="classes">Where all walks begin and end, for a model with a condition; null for the classes in turn, one a walk.</param>
    private static float[][] Walk(
        Sequential generator, StyleSpace? styles, GanModel model, Device device, (ulong From, ulong To) seeds, int rows, int steps,
        WalkMode mode, (int From, int To)? classes)
    {
        using var noGrad = new NoGradScope();
        float[] begin = Latents(seeds.From), end = Latents(seeds.To), points = new float[begin.Length];
        int size = styles?.Size ?? model.GeneratorInput.Size, curved = styles?.Size ?? model.LatentSize;
        var walked = new float[steps][];
        for (int s = 0; s < steps; s++)
        {
            for (int r = 0; r < rows; r++)
            {
                Move(r * size, curved, s / (steps - 1.0), mode);
                Move((r * size) + curved, size - curved, s / (steps - 1.0), WalkMode.Linear);
            }

            using var scope = new TensorScope();
            if (model.Condition.TakesLabels)
                model.Condition.Labels.Current = Labels(s / (steps - 1.0));
            Tensor latent = Tensor.From(device, [rows, size], points);
            walked[s] = (styles?.Synthesize(latent) ?? generator.Forward(latent)).ToArray();
        }

        return walked;

        // Codes do not lie on a sphere as z does.
        void Move(int first, int length, double t, WalkMode how) =>
            LatentWalk.Point(begin.AsSpan(first, length), end.AsSpan(first, length), t, how, points.AsSpan(first, length));

        // Whole labels where a walk stays in a class, shares of two classes on the way between them.
        Tensor Labels(double t)
        {
            int count = model.Condition.Labels.Count;
            (int a, int b) = classes ?? default;
            if (classes == null || a == b || t is 0 or 1)
                return Tensor.From(
                    device, [rows], Enumerable.Range(0, rows).Select(r => classes == null ? r % count : t == 1 ? b : a).ToArray().AsSpan());
            float[] shares = new float[rows * count];
            for (int r = 0; r < rows; r++)
                (shares[(r * count) + a], shares[(r * count) + b]) = ((float)(1 - t), (float)t);
            return Tensor.From(device, [rows, count], shares);
        }

        float[] Latents(ulong seed)
        {
            using var scope = new TensorScope();
            Tensor z = SamplePictures.Noise(device, model, rows, seed, SamplePictures.OnDemand);
            return (styles?.Map(z) ?? z).ToArray();
        }
    }

    /// <summary>Transposes steps of walks into walks of steps.</summary>
    private static float[] InRows(float[][] walked, int rows)
    {
        int size = walked[0].Length / rows;
        return [.. Enumerable.Range(0, rows).SelectMany(r => walked.SelectMany(samples => samples[(r * size)..((r + 1) * size)]))];
    }

    private static Bitmap Picture(GanModel model, float[] samples, float[] background, int columns) =>
        model.Format is ImageFormat format
            ? ImageGrid.Compose(SamplePictures.ToBytes(model, samples), format, columns * model.Frames)
            : ScatterPicture.Draw(background, samples);
}
