using System.CommandLine;
using System.Globalization;
using GanFromScratch.Gan.Conditions;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Images;
using GanFromScratch.Gan.Data.Pairs;
using GanFromScratch.Gan.Data.Series;
using GanFromScratch.Gan.Data.Tables;
using GanFromScratch.Gan.Games;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Objectives;
using GanFromScratch.Gan.Penalties;
using GanFromScratch.Gan.Training;
using GanFromScratch.Gan.Transforms;

namespace GanFromScratch.Gan.Commands;

/// <summary>One option of <c>train</c> and its property of <see cref="TrainingOptions"/>.</summary>
internal sealed class TrainingOption
{
    /// <summary>The value of a switch; left out, it means true.</summary>
    public const string Truth = "true|false";

    private readonly Option<string> option;
    private readonly Func<TrainingOptions, Option, string, TrainingOptions> apply;

    public TrainingOption(
        string name, string value, string description, Func<TrainingOptions, Option, string, TrainingOptions> apply, bool mayChange = false)
    {
        option = new Option<string>(name) { Description = description, HelpName = value };
        if (value is Truth or ReadingOptions.TransposeValue)
            option.Arity = ArgumentArity.ZeroOrOne;
        this.apply = apply;
        MayChange = mayChange;
    }

    public Option Option => option;

    /// <summary>Whether it is about the run around the steps: its data, length, random numbers and output.</summary>
    public bool OfRun { get; init; }

    /// <summary>Whether a resumed run may change it without other weights.</summary>
    public bool MayChange { get; }

    /// <summary>Whether a resumed run may change it, which is written into the run's history.</summary>
    public bool IsRecorded { get; init; }

    public bool IsGiven(ParseResult parsed) => parsed.GetResult(option) is { Implicit: false };

    public string? ValueOf(ParseResult parsed) => parsed.GetValue(option);

    public TrainingOptions Apply(ParseResult parsed, TrainingOptions options) =>
        IsGiven(parsed) ? With(options, parsed.GetValue(option) ?? "true") : options;

    /// <summary>The options with this value of the option.</summary>
    /// <exception cref="Engine.InputException">The text is no value of it.</exception>
    public TrainingOptions With(TrainingOptions options, string value) => apply(options, option, value);
}

/// <summary>The options of <c>train</c>, each declared once.</summary>
internal static class TrainingOptionList
{
    private static readonly TrainingOption Model = new(
        "--model", "NAME", $"What to train: {string.Join(", ", GanModel.Catalog.All.Select(m => m.Name))} [default: mlp]", (o, _, v) =>
            o with { Model = GanModel.Catalog.Find(v).Name });

    /// <summary>Replaces all options but the model; it stands before them, so that any of them overrides it.</summary>
    public static TrainingOption Recipe { get; } = new(
        "--recipe", "NAME",
        $"A named set of options, printed at the start; options given here override it: {Recipes.Recipe.Catalog.Names} "
        + Default(m => m.Recipe), (o, _, v) => TrainingOptions.For(GanModel.Catalog.Find(o.Model), v));

    /// <summary>The run's length, unless steps or a time are given.</summary>
    public static TrainingOption Epochs { get; } = new(
        "--epochs", "N", $"Total passes over the data, including those before a resume {DefaultOf(o => o.Epochs)}",
        (o, n, v) => o with { Epochs = OptionValue.Whole(n, v) }, mayChange: true);

    /// <summary>Gives the options of a run to begin with; the others override them.</summary>
    public static TrainingOption Teacher { get; } = new(
        "--teacher", "DIR",
        "Knowledge distillation: learn what the generator of this run makes of the same noise; all options begin as that run's",
        (o, n, v) => o with { Teacher = Path.GetFullPath(OptionValue.Text(n, v)) });

    public static IReadOnlyList<TrainingOption> All { get; } =
    [
        Model,
        Recipe,
        new("--data", "NAME|PATH",
            $"{ReadingOptions.DataHelp}; "
            + $"{string.Join(", ", ToyData.Names)} for "
            + $"{string.Join(", ", GanModel.Catalog.All.Where(m => !m.MakesImages && m is not ColumnsModel).Select(m => m.Name))}; "
            + $"{string.Join(", ", MadeTable.Names)} or a CSV of rows for table; "
            + $"{string.Join(", ", MadeSeries.Names)} or a folder of CSV files for series {Default(m => m.DefaultData)}",
            (o, n, v) => o with { Data = OptionValue.Text(n, v) }) { OfRun = true },
        new(
            "--limit", "N", "Train on the first N samples of the data only; 0 for all [default: 0]",
            (o, n, v) => o with { Limit = OptionValue.Whole(n, v) }) { OfRun = true },
        new(
            "--without", "CLASS,…", "Leave classes of labelled data out, by number or name; --limit counts the others [default: none]",
            (o, n, v) => o with { Without = OptionValue.Text(n, v) }) { OfRun = true },
        new(
            "--column-kinds", "NAME=KIND,…",
            $"For a CSV of --model table: what columns hold, {ColumnKinds.Choices}, in place of what is found; a column is numbers if all "
            + $"its values are, and not at most {ColumnKinds.MostWhole} different whole ones [default: {ColumnKinds.Found}]",
            (o, n, v) => o with { ColumnKinds = OptionValue.Text(n, v) }) { OfRun = true },
        new(
            "--window", "N",
            $"Rows of a series of --model series, 16 to 1,024, a multiple of {SeriesModel.Multiple} [default: {SeriesModel.UsualLength}]",
            (o, n, v) => o with { Window = OptionValue.Whole(n, v) }),
        new(
            "--pairs", "NAME",
            $"Where the pairs come from that a model of image translation learns: "
            + $"{string.Join("; ", Pairing.Catalog.All.Select(p => $"{p.Name}: {p.Description}"))} {DefaultOf(o => o.Pairs)}",
            (o, _, v) => o with { Pairs = Pairing.Catalog.Find(v).Name }) { OfRun = true },
        new(
            "--image-size", "N", $"Height and width of the images to make; those of the data are converted {Formats(f => f.Height)}",
            (o, n, v) => o with { ImageSize = OptionValue.Whole(n, v) }),
        new(
            "--channels", "N", $"1 for gray, 3 for colour {Formats(f => f.Channels)}",
            (o, n, v) => o with { Channels = OptionValue.Whole(n, v) }),
        new(
            "--background", ReadingOptions.BackgroundValue, ReadingOptions.BackgroundHelp,
            (o, _, v) => o with { Background = Background.Parse(v).Name }) { OfRun = true },
        new(
            "--fit", OptionValue.Choices<Fit>("|"), ReadingOptions.FitHelp,
            (o, n, v) => o with { Fit = OptionValue.Choice<Fit>(n, v) }) { OfRun = true },
        new(
            "--split", "NAME", ReadingOptions.SplitHelp, (o, n, v) => o with { Split = OptionValue.Text(n, v) }) { OfRun = true },
        new(
            "--transpose", ReadingOptions.TransposeValue, ReadingOptions.TransposeHelp,
            (o, n, v) => o with { Transpose = OptionValue.Choice<Transposing>(n, v) }) { OfRun = true },
        new(
            "--flip", TrainingOption.Truth,
            "Mirror each image, left and right, in half of the epochs, at random [default: false]",
            (o, n, v) => o with { Flip = OptionValue.Truth(n, v) }) { OfRun = true },
        new(
            "--skip-bad-images", TrainingOption.Truth, ReadingOptions.SkipHelp + " [default: false]",
            (o, n, v) => o with { SkipBadImages = OptionValue.Truth(n, v) }) { OfRun = true },
        Epochs,
        new(
            "--steps", "N", "Stop after this many steps in total; 0 for no limit [default: 0]",
            (o, n, v) => o with { Steps = OptionValue.Whole(n, v) }, mayChange: true),
        new(
            "--budget", "TIME", "Stop after this time of training steps in total: 90s, 3m, 1h; 0 for no limit [default: 0]",
            (o, n, v) => o with { Budget = OptionValue.Seconds(n, v) }, mayChange: true) { OfRun = true },
        new("--batch", "N", $"Samples per step {DefaultOf(o => o.Batch)}", (o, n, v) => o with { Batch = OptionValue.Whole(n, v) })
        { IsRecorded = true },
        new(
            "--optimizer", "NAME", $"Of both players: {string.Join(", ", OptimizerChoice.Names)} [default: adam]",
            (o, _, v) => o with { Optimizer = v.ToLowerInvariant() }),
        new(
            "--optimizer-g", "NAME", "The generator's own optimizer; same for that of --optimizer [default: same]",
            (o, _, v) => o with { OptimizerG = v.ToLowerInvariant() }),
        new(
            "--optimizer-d", "NAME", "The discriminator's own optimizer; same for that of --optimizer [default: same]",
            (o, _, v) => o with { OptimizerD = v.ToLowerInvariant() }),
        new(
            "--lr", "RATE", $"Learning rate of both players {DefaultOf(o => o.LearningRate)}",
            (o, n, v) => o with { LearningRate = OptionValue.Number(n, v) }) { IsRecorded = true },
        new(
            "--lr-g", "RATE", "Learning rate of the generator; 0 for that of --lr [default: 0]",
            (o, n, v) => o with { LearningRateG = OptionValue.Number(n, v) }) { IsRecorded = true },
        new(
            "--lr-d", "RATE", "Learning rate of the discriminator (two time scales); 0 for that of --lr [default: 0]",
            (o, n, v) => o with { LearningRateD = OptionValue.Number(n, v) }) { IsRecorded = true },
        new(
            "--beta1", "SHARE", $"Adam's decay of the mean gradient {DefaultOf(o => o.Beta1)}",
            (o, n, v) => o with { Beta1 = OptionValue.Number(n, v) }),
        new(
            "--beta2", "SHARE", $"Adam's decay of the mean square {DefaultOf(o => o.Beta2)}",
            (o, n, v) => o with { Beta2 = OptionValue.Number(n, v) }),
        new(
            "--epsilon", "NUMBER", $"Adam's guard against division by zero {DefaultOf(o => o.Epsilon)}",
            (o, n, v) => o with { Epsilon = OptionValue.Number(n, v) }),
        new(
            "--schedule", "NAME",
            "Of the learning rate: constant, linear (falling to 0 over the second half), cosine (to 0), exponential (to a hundredth) "
            + DefaultOf(o => o.Schedule), (o, _, v) => o with { Schedule = v.ToLowerInvariant() }) { OfRun = true, IsRecorded = true },
        new(
            "--schedule-g", "NAME", "The generator's own schedule; same for that of --schedule [default: same]",
            (o, _, v) => o with { ScheduleG = v.ToLowerInvariant() }) { OfRun = true, IsRecorded = true },
        new(
            "--schedule-d", "NAME", "The discriminator's own schedule; same for that of --schedule [default: same]",
            (o, _, v) => o with { ScheduleD = v.ToLowerInvariant() }) { OfRun = true, IsRecorded = true },
        new(
            "--warmup", "STEPS", "Both learning rates rise linearly over the first steps; 0 for not [default: 0]",
            (o, n, v) => o with { Warmup = OptionValue.Whole(n, v) }) { OfRun = true },
        new(
            "--loss", "NAME", $"The game's objective: {Objective.Catalog.Names} {DefaultOf(o => o.Loss)}",
            (o, _, v) => o with { Loss = Objective.Catalog.Find(v).Name }) { IsRecorded = true },
        new(
            "--penalty", "NAME[:WEIGHT[:INTERVAL]],…",
            $"Terms of the discriminator's loss, with the published weight or another, in every step or every INTERVAL-th: "
            + $"{Penalty.Catalog.Names} {DefaultOf(o => o.Penalty)}",
            (o, _, v) => o with { Penalty = PenaltySetting.Format(PenaltySetting.Parse(v)) }) { IsRecorded = true },
        new(
            "--norm-d", OptionValue.Choices<Normalization>("|"),
            "What normalises the discriminator; batch, layer and instance where the model has such layers [default: model, as published]",
            (o, n, v) => o with { NormD = OptionValue.Choice<Normalization>(n, v) }),
        new(
            "--minibatch", OptionValue.Choices<MinibatchFeatures>("|"),
            "What the discriminator's last layer sees of the other samples in the batch [default: none]",
            (o, n, v) => o with { Minibatch = OptionValue.Choice<MinibatchFeatures>(n, v) }),
        new(
            "--augment", "NAME,…",
            $"Random changes of the images that the discriminator sees, real and generated: {Transform.Catalog.Names} [default: none]",
            (o, _, v) => o with { Augment = Transform.Format(Transform.Parse(v)) }) { IsRecorded = true },
        new(
            "--ada", "TARGET[:IMAGES]",
            "Apply each of --augment with a probability that rises while D is surer of real samples than TARGET (0.6 is published), from "
            + "0 to 1 in no less than IMAGES images (published: 500,000) [default: none]",
            (o, _, v) => o with { Ada = AdaptiveSetting.Parse(v).ToString() }),
        new(
            "--instance-noise", "SIGMA[:STEPS]",
            "Normal noise on all that the discriminator sees, falling to 0 within STEPS steps [default: none]",
            (o, _, v) => o with { InstanceNoise = NoiseSetting.Parse(v).ToString() }),
        new(
            "--label-smoothing", "SHARE", "The discriminator's target for real samples is 1 − SHARE [default: 0]",
            (o, n, v) => o with { LabelSmoothing = OptionValue.Number(n, v) }),
        new(
            "--label-smoothing-fake", "SHARE", "Its target for generated samples is SHARE [default: 0]",
            (o, n, v) => o with { LabelSmoothingFake = OptionValue.Number(n, v) }),
        new(
            "--flip-labels", "SHARE", "The targets of this share of the samples are exchanged [default: 0]",
            (o, n, v) => o with { FlipLabels = OptionValue.Number(n, v) }),
        new(
            "--clip-weights", "LIMIT", "Clip the discriminator's weights to ±LIMIT after each of its steps; 0 for not [default: 0]",
            (o, n, v) => o with { ClipWeights = OptionValue.Number(n, v) }),
        new(
            "--clip-gradients", "NORM", "Scale each player's gradient down to this norm; 0 for no limit [default: 0]",
            (o, n, v) => o with { ClipGradients = OptionValue.Number(n, v) }),
        new(
            "--ema", "DECAY", $"Keep a moving average of the generator's weights, and sample from it; 0 for none {DefaultOf(o => o.Ema)}",
            (o, n, v) => o with { Ema = OptionValue.Number(n, v) }),
        new(
            "--pack", "N", "Samples that the discriminator judges together (PacGAN) [default: 1]",
            (o, n, v) => o with { Pack = OptionValue.Whole(n, v) }),
        new(
            "--networks", "NAME",
            "Which of the model's networks, where it has several: "
            + string.Join("; ", GanModel.Catalog.All.Where(m => m.NetworkChoices.Count > 1).Select(
                m => $"{m.Name} {string.Join(", ", m.NetworkChoices)}")) + $" {DefaultOf(o => o.Networks)}",
            (o, _, v) => o with { Networks = v.ToLowerInvariant() }),
        new(
            "--grow", "IMAGES",
            "Progressive growing: images in each phase; the first trains the smallest resolution, each further one fades in for one phase "
            + $"and is trained for another, the full one until the end; 0 for the full one at once {DefaultOf(o => o.Grow)}",
            (o, n, v) => o with { Grow = OptionValue.Whole(n, v) }),
        new(
            "--width", "SHARE",
            "Channels of the generator's hidden layers, as a share of the published ones, for "
            + $"{string.Join(", ", GanModel.Catalog.All.Where(m => m.HasWidths).Select(m => m.Name))} [default: 1]",
            (o, n, v) => o with { Width = OptionValue.Number(n, v) }),
        Teacher,
        new(
            "--student", OptionValue.Choices<StudentBeginning>("|"),
            "How a generator with a --teacher begins: with random weights, with the teacher's strongest channels, or without the teacher "
            + "at all, for comparison [default: new]",
            (o, n, v) => o with { Student = OptionValue.Choice<StudentBeginning>(n, v) }),
        new(
            "--latent-size", "N", $"Length of the generator's input; 0 for the model's own {Default(m => m.LatentSize)}",
            (o, n, v) => o with { LatentSize = OptionValue.Whole(n, v) }),
        new(
            "--condition", "NAME", $"How both players see the labels of the data: {Condition.Catalog.Names} [default: none]",
            (o, _, v) => o with { Condition = Condition.Catalog.Find(v).Name }),
        new(
            "--classes", "N", "Classes that a conditional model is made for; 0 for those of the data [default: 0]",
            (o, n, v) => o with { Classes = OptionValue.Whole(n, v) }),
        new(
            "--captions", "TEXT|…",
            "For --condition caption: what the labels stand for, from label 0 on, with a | between two captions [default: the names of the "
            + "data's classes; for text2image and digits what two of them look like]",
            (o, n, v) => o with { Captions = OptionValue.Text(n, v) }) { OfRun = true },
        new(
            "--average-discriminator-loss", TrainingOption.Truth,
            $"The discriminator's loss is the mean of its halves, not their sum {DefaultOf(o => o.AverageDiscriminatorLoss)}",
            (o, n, v) => o with { AverageDiscriminatorLoss = OptionValue.Truth(n, v) }),
        new(
            "--update", OptionValue.Choices<UpdateOrder>("|"),
            $"One player after the other, or both at once {DefaultOf(o => o.Update)}",
            (o, n, v) => o with { Update = OptionValue.Choice<UpdateOrder>(n, v) }),
        new(
            "--discriminator-steps", "N", "Discriminator steps per generator step [default: 1]",
            (o, n, v) => o with { DiscriminatorSteps = OptionValue.Whole(n, v) }),
        new(
            "--unroll", "K", "The generator plays against the discriminator K updates ahead (unrolled GAN); 0 for not [default: 0]",
            (o, n, v) => o with { Unroll = OptionValue.Whole(n, v) }),
        new(
            "--l1", "FACTOR", $"Penalty on the sum of |w| of both players' weight matrices {DefaultOf(o => o.L1)}",
            (o, n, v) => o with { L1 = OptionValue.Number(n, v) }),
        new(
            "--l2", "FACTOR", $"Penalty on the sum of their squares {DefaultOf(o => o.L2)}",
            (o, n, v) => o with { L2 = OptionValue.Number(n, v) }),
        new(
            "--reconstruction", "WEIGHT",
            "Weight of the mean |B − G(A)| in the generator's loss, for a model that learns pairs; of the cycle error without pairs; of "
            + "the distance from what a --teacher makes "
            + DefaultOf(o => o.Reconstruction),
            (o, n, v) => o with { Reconstruction = OptionValue.Number(n, v) }),
        new(
            "--identity", "SHARE",
            $"Weight of the mean |B − G(B)| as a share of --reconstruction, without pairs {DefaultOf(o => o.Identity)}",
            (o, n, v) => o with { Identity = OptionValue.Number(n, v) }),
        new(
            "--perceptual", "WEIGHT",
            "Weight of the mean squared distance between the features of outputs and those of targets, for pairs of mnist or fashion-mnist "
            + DefaultOf(o => o.Perceptual), (o, n, v) => o with { Perceptual = OptionValue.Number(n, v) }),
        new(
            "--adversarial", "WEIGHT",
            $"Weight of the game's own term in the generator's loss; 0 leaves only the reconstruction {DefaultOf(o => o.Adversarial)}",
            (o, n, v) => o with { Adversarial = OptionValue.Number(n, v) }),
        new(
            "--information", "WEIGHT",
            $"InfoGAN's λ for the category: weight of its mutual information with the samples {DefaultOf(o => o.Information)}",
            (o, n, v) => o with { Information = OptionValue.Number(n, v) }),
        new(
            "--information-continuous", "WEIGHT",
            $"InfoGAN's λ for the continuous codes {DefaultOf(o => o.InformationContinuous)}",
            (o, n, v) => o with { InformationContinuous = OptionValue.Number(n, v) }),
        new(
            "--information-real", "WEIGHT",
            "Weight of the mutual information of real samples and the categories guessed of them, with the same guess all around each "
            + $"(IMSAT) {DefaultOf(o => o.InformationReal)}",
            (o, n, v) => o with { InformationReal = OptionValue.Number(n, v) }),
        new(
            "--freeze-discriminator", TrainingOption.Truth,
            "false: a tutorial's mistake, the generator's step trains the discriminator too [default: true]",
            (o, n, v) => o with { FreezeDiscriminator = OptionValue.Truth(n, v) }),
        new(
            "--reuse-noise", TrainingOption.Truth, "true: a tutorial's shortcut, both steps see the same noise [default: false]",
            (o, n, v) => o with { ReuseNoise = OptionValue.Truth(n, v) }),
        new(
            "--epoch-is-one-batch", TrainingOption.Truth, "true: a tutorial's mistake, an epoch is a single step [default: false]",
            (o, n, v) => o with { EpochIsOneBatch = OptionValue.Truth(n, v) }) { OfRun = true },
        new(
            "--seed", "N", "Seed of all random numbers [default: 1]",
            (o, n, v) => o with { Seed = OptionValue.Seed(n, v) }) { OfRun = true },
        new(
            "--device", "NAME", "auto, or a device that 'devices' lists: cpu, opencl, opencl:1, cuda, … [default: auto]",
            (o, n, v) => o with { Device = OptionValue.Text(n, v) }, mayChange: true),
        new("--compiler", "NAME",
            "What compiles the kernels for cuda and opencl: ilgpu, c (the translator's C), or auto for what 'devices' names first "
            + "[default: auto]", (o, n, v) => o with { Compiler = OptionValue.Text(n, v) }, mayChange: true),
        new(
            "--threads", "N", "Threads of the CPU device, 0 for one per core; results do not depend on it [default: 0]",
            (o, n, v) => o with { Threads = OptionValue.Whole(n, v) }, mayChange: true),
        new(
            "--init-from", "RUN|FILE", "Begin with the weights of a run, or of a safetensors file, in place of random ones",
            (o, n, v) => o with { InitFrom = Path.GetFullPath(OptionValue.Text(n, v)) }) { OfRun = true },
        new(
            "--init-partly", TrainingOption.Truth, "With --init-from: take only the tensors that fit, and name the others [default: false]",
            (o, n, v) => o with { InitPartly = OptionValue.Truth(n, v) }) { OfRun = true },
        new(
            "--simd", "BITS", "Widest vectors of the CPU device, 128, 256 or 512; 0 for the processor's. Two machines agree bit for bit if "
            + "both have this width [default: 0]", (o, n, v) => o with { Simd = OptionValue.Whole(n, v) }) { OfRun = true },
        new(
            "--capture", TrainingOption.Truth,
            "false: launch every kernel instead of replaying a recorded step; same results [default: true]",
            (o, n, v) => o with { Capture = OptionValue.Truth(n, v) }, mayChange: true),
        new(
            "--checkpoint-every", OptionValue.IntervalForm, "Save a checkpoint after so many epochs or steps, or so much time of training, "
            + $"and at the end {DefaultOf(o => o.CheckpointEvery)}",
            (o, n, v) => o with { CheckpointEvery = OptionValue.Interval(n, v) }, mayChange: true),
        new(
            "--sample-every", OptionValue.IntervalForm, "Write a picture of samples so often, and at the end; auto: at the end of epochs, "
            + $"ever more of them apart {DefaultOf(o => o.SampleEvery)}",
            (o, n, v) => o with { SampleEvery = OptionValue.Interval(n, v) }, mayChange: true),
        new(
            "--score-every", OptionValue.IntervalForm,
            $"Score samples so often, for the log and the display {DefaultOf(o => o.ScoreEvery)}",
            (o, n, v) => o with { ScoreEvery = OptionValue.Interval(n, v) }, mayChange: true),
        new(
            "--tensorboard", TrainingOption.Truth,
            "Write event files for TensorBoard into the run's folder tensorboard: the log's figures, and with each picture of samples the "
            + "picture and histograms of D's scores and of the weights [default: false]",
            (o, n, v) => o with { Tensorboard = OptionValue.Truth(n, v) }, mayChange: true),
        new(
            "--sample-count", "N", $"Samples in a picture {DefaultOf(o => o.SampleCount)}",
            (o, n, v) => o with { SampleCount = OptionValue.Whole(n, v) }) { OfRun = true },
    ];

    /// <summary>The options that determine what a step does.</summary>
    public static IEnumerable<TrainingOption> OfStep => All.Where(option => !option.MayChange && !option.OfRun);

    /// <summary>The options that the command line asks for: those of the recipe, unless given themselves. Not checked yet.</summary>
    public static TrainingOptions Read(ParseResult parsed) => Apply(parsed, Beginning(parsed));

    /// <summary>What the options that are given override: those of a recipe, or of the run that is the teacher.</summary>
    /// <param name="model">In place of the model that the command line asks for.</param>
    public static TrainingOptions Beginning(ParseResult parsed, string? model = null)
    {
        if (model != null || Model.IsGiven(parsed) || Recipe.IsGiven(parsed) || !Teacher.IsGiven(parsed))
            return TrainingOptions.For(model == null ? ModelOf(parsed) : GanModel.Catalog.Find(model), Recipe.ValueOf(parsed));
        return RunFolder.Open(OptionValue.Text(Teacher.Option, Teacher.ValueOf(parsed)!)).ReadOptions() with
        {
            Student = StudentBeginning.New,
            Reconstruction = DistillationGame.UsualWeight,
        };
    }

    /// <summary>Other options, overridden by those given.</summary>
    public static TrainingOptions Apply(ParseResult parsed, TrainingOptions options) =>
        All.Aggregate(options, (changed, option) => option.Apply(parsed, changed));

    /// <summary>The model that the command line asks for, itself or by the recipe.</summary>
    public static GanModel ModelOf(ParseResult parsed)
    {
        string? published = Recipe.ValueOf(parsed) is string name ? Recipes.Recipe.Catalog.Find(name).Model : null;
        return GanModel.Catalog.Find(Model.ValueOf(parsed) ?? published ?? GanModel.Catalog.All[0].Name);
    }

    /// <summary>For the help: what the models have networks for.</summary>
    private static string Formats(Func<ImageFormat, int> of)
    {
        IEnumerable<string> choices = GanModel.Catalog.All.Where(m => m.MakesImages).GroupBy(
            m => string.Join(", ", m.Formats.Select(of).Distinct()))
            .Select(g => $"{string.Join(", ", g.Select(m => m.Name))}: {g.Key}");
        return $"({string.Join("; ", choices)}) [default: nearest to the data's first image]";
    }

    private static string DefaultOf<T>(Func<TrainingOptions, T> of) => Default(m => of(TrainingOptions.For(m)));

    /// <summary>For the help: the first model's default, and those of the models that have another.</summary>
    private static string Default<T>(Func<GanModel, T> of)
    {
        string first = Format(of(GanModel.Catalog.All[0]));
        IEnumerable<string> others = GanModel.Catalog.All.Where(m => Format(of(m)) != first).Select(m => $"{m.Name} {Format(of(m))}");
        return $"[default: {string.Join("; ", others.Prepend(first))}]";

        static string Format(T value) => Convert.ToString(value, CultureInfo.InvariantCulture)!.ToLowerInvariant();
    }
}
