using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Pairs;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Objectives;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Penalties;
using GanFromScratch.Gan.Recipes;
using GanFromScratch.Gan.Transforms;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Training;

/// <summary>
/// The complete description of a training run: the same options on the same device give the same weights, bit for bit. Saved as
/// options.json beside the run's outputs; <c>--config</c> reads the same format.
/// </summary>
public sealed partial record TrainingOptions
{
    /// <summary>A player's option that is what both players have.</summary>
    public const string Same = "same";

    private const long MaximumBytes = 1 << 20;

    /// <summary>A model of <see cref="GanModel.Catalog"/>.</summary>
    public string Model { get; init; } = "mlp";

    /// <summary>The recipe of <see cref="Gan.Recipes.Recipe.Catalog"/> that the options began with; others may override it.</summary>
    public string Recipe { get; init; } = Tutorial.Published;

    /// <summary>A known data set or a path.</summary>
    public string Data { get; init; } = "mnist";

    /// <summary>Only the first samples of the data, so many; 0 for all.</summary>
    public int Limit { get; init; }

    /// <summary>Classes of the data that are left out, before <see cref="Limit"/> counts, as <see cref="LeftOut"/> reads them.</summary>
    public string Without { get; init; } = LeftOut.None;

    /// <summary>
    /// Where the pairs come from that a model for them learns: a pairing of <see cref="Pairing.Catalog"/>; unused by others.
    /// </summary>
    public string Pairs { get; init; } = Pairing.Catalog.All[0].Name;

    /// <summary>Height and width of the generated images, one of the model's sizes; 0 for the size nearest to the data's.</summary>
    public int ImageSize { get; init; }

    /// <summary>1 for gray, 3 for colour, 0 to follow the data.</summary>
    public int Channels { get; init; }

    /// <summary>The background behind transparent pixels of the data's images: auto, a colour's name, or #rrggbb.</summary>
    public string Background { get; init; } = Gan.Data.Images.Background.Auto;

    /// <summary>Damaged images in the data are skipped.</summary>
    public bool SkipBadImages { get; init; }

    /// <summary>Total passes over the data, including those before a resume.</summary>
    public int Epochs { get; init; }

    /// <summary>Stop after this many steps in total; 0 for no limit.</summary>
    public int Steps { get; init; }

    /// <summary>
    /// Stop after this many seconds of training steps in total; 0 for no limit. Pictures, checkpoints and scores between the epochs are not
    /// in it.
    /// </summary>
    public float Budget { get; init; }

    /// <summary>Samples per step. The last samples of an epoch that do not fill a batch are skipped; every epoch is reshuffled.</summary>
    public int Batch { get; init; }

    /// <summary>An optimizer of <see cref="OptimizerChoice"/>, for both players.</summary>
    public string Optimizer { get; init; } = "adam";

    /// <summary>The generator's own optimizer; <see cref="Same"/> for <see cref="Optimizer"/>.</summary>
    public string OptimizerG { get; init; } = Same;

    /// <summary>The discriminator's own optimizer; <see cref="Same"/> for <see cref="Optimizer"/>.</summary>
    public string OptimizerD { get; init; } = Same;

    public float LearningRate { get; init; }

    /// <summary>The generator's own learning rate; 0 for <see cref="LearningRate"/>.</summary>
    public float LearningRateG { get; init; }

    /// <summary>
    /// The discriminator's own learning rate (two time-scale update rule, Heusel et al. 2017); 0 for <see cref="LearningRate"/>.
    /// </summary>
    public float LearningRateD { get; init; }

    public float Beta1 { get; init; }

    public float Beta2 { get; init; }

    public float Epsilon { get; init; }

    /// <summary>The learning rate's schedule, one of <see cref="RateSchedule.Names"/>.</summary>
    public string Schedule { get; init; } = RateSchedule.Constant;

    /// <summary>The generator's own schedule; <see cref="Same"/> for <see cref="Schedule"/>.</summary>
    public string ScheduleG { get; init; } = Same;

    /// <summary>The discriminator's own schedule; <see cref="Same"/> for <see cref="Schedule"/>.</summary>
    public string ScheduleD { get; init; } = Same;

    /// <summary>Steps in which the learning rates rise linearly from 0; 0 for none.</summary>
    public int Warmup { get; init; }

    /// <summary>An objective of <see cref="Objective.Catalog"/>.</summary>
    public string Loss { get; init; } = "non-saturating";

    /// <summary>Terms of the discriminator's loss, as <see cref="PenaltySetting"/> reads them.</summary>
    public string Penalty { get; init; } = PenaltySetting.None;

    /// <summary>What normalises the discriminator.</summary>
    public Normalization NormD { get; init; }

    /// <summary>What the discriminator's last layer sees of the other samples in the batch.</summary>
    public MinibatchFeatures Minibatch { get; init; }
    /// <summary>What the discriminator sees is changed by these transforms, as <see cref="Transform.Parse"/> reads them.</summary>
    public string Augment { get; init; } = Transform.None;

    /// <summary>The control of the transforms' probability, as <see cref="AdaptiveSetting"/> reads it.</summary>
    public string Ada { get; init; } = AdaptiveSetting.None;

    /// <summary>Noise on what the discriminator sees, as <see cref="NoiseSetting"/> reads it.</summary>
    public string InstanceNoise { get; init; } = NoiseSetting.None;

    /// <summary>The discriminator's target for real samples is 1 minus this (one-sided label smoothing, Salimans et al. 2016).</summary>
    public float LabelSmoothing { get; init; }

    /// <summary>Its target for generated samples; more than 0 is two-sided smoothing.</summary>
    public float LabelSmoothingFake { get; init; }

    /// <summary>The share of samples, real and generated, whose targets are exchanged in a discriminator step.</summary>
    public float FlipLabels { get; init; }

    /// <summary>
    /// The discriminator's weights are clipped to ± this after each of its steps (WGAN, Arjovsky et al. 2017); 0 for no clipping.
    /// </summary>
    public float ClipWeights { get; init; }

    /// <summary>The largest norm of each player's gradient, as one vector; 0 for no limit.</summary>
    public float ClipGradients { get; init; }

    /// <summary>Decay of the moving average of the generator's weights, which samples are then drawn from; 0 for none.</summary>
    public float Ema { get; init; }

    /// <summary>Which networks of the model, one of <see cref="GanModel.NetworkChoices"/>.</summary>
    public string Networks { get; init; } = GanModel.Published;

    /// <summary>
    /// Images in each phase of progressive growing, see <see cref="GrowthPlan"/>; 0 for networks of the full resolution from the beginning.
    /// </summary>
    public int Grow { get; init; }

    /// <summary>Share of the published channels that the generator's hidden layers have.</summary>
    public float Width { get; init; } = 1;

    /// <summary>The folder of a run whose generator this one learns from, see <see cref="Games.DistillationGame"/>; empty for none.
    /// </summary>
    public string Teacher { get; init; } = "";

    /// <summary>How a generator begins that has a <see cref="Teacher"/>.</summary>
    public StudentBeginning Student { get; init; }

    /// <summary>Length of the generator's input; 0 for the model's own.</summary>
    public int LatentSize { get; init; }

    /// <summary>Samples that the discriminator judges together (PacGAN, Lin et al. 2018).</summary>
    public int Pack { get; init; } = 1;

    /// <summary>How the labels of the samples reach both players: a condition of <see cref="Conditions.Condition.Catalog"/>.</summary>
    public string Condition { get; init; } = "none";

    /// <summary>Number of classes that the networks of a condition have; 0 for the data's.</summary>
    public int Classes { get; init; }

    public bool AverageDiscriminatorLoss { get; init; }

    public UpdateOrder Update { get; init; }

    /// <summary>Discriminator steps per generator step (k in the paper's algorithm), each on its own batch.</summary>
    public int DiscriminatorSteps { get; init; } = 1;

    /// <summary>
    /// Updates of the discriminator that the generator looks ahead, with its gradient through them (unrolled GAN, Metz et al. 2017); 0 for
    /// none.
    /// </summary>
    public int Unroll { get; init; }

    public float L1 { get; init; }

    public float L2 { get; init; }

    /// <summary>
    /// Weight of the mean |B − G(A)| over the pixels in the generator's loss, for a model that learns pairs; of the cycle error for one
    /// that learns without.
    /// </summary>
    public float Reconstruction { get; init; }

    /// <summary>Weight of the mean |B − G(B)|, as a share of <see cref="Reconstruction"/>, for a model that learns without pairs.</summary>
    public float Identity { get; init; }

    /// <summary>Weight of the mean squared distance of the features of G(A) and B in a classifier, for a model that learns pairs.</summary>
    public float Perceptual { get; init; }

    /// <summary>Weight of the game's own term in the generator's loss; 0 leaves only the reconstruction.</summary>
    public float Adversarial { get; init; } = 1;

    /// <summary>
    /// False: the generator's step trains the discriminator too, towards calling samples real; a mistake of some tutorials.
    /// </summary>
    public bool FreezeDiscriminator { get; init; } = true;

    /// <summary>True: both players' steps use the same noise, and the generator runs once per step, as in some tutorials.</summary>
    public bool ReuseNoise { get; init; }

    /// <summary>True: an "epoch" is one batch, as in a tutorial whose ten epochs are ten steps.</summary>
    public bool EpochIsOneBatch { get; init; }

    /// <summary>Seeds everything random: weights, noise, order of the data.</summary>
    public ulong Seed { get; init; } = 1;

    public string Device { get; init; } = "auto";

    /// <summary>What compiles the kernels for cuda and opencl: ilgpu, c, or auto for the device's own choice.</summary>
    public string Compiler { get; init; } = "auto";

    /// <summary>Threads of the CPU device, 0 for one per core. Results do not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Record the step once and replay it. Results do not depend on it.</summary>
    public bool Capture { get; init; } = true;

    /// <summary>Samples in a picture.</summary>
    public int SampleCount { get; init; } = 64;

    /// <summary>Whether the generator learns from a <see cref="Teacher"/>.</summary>
    [JsonIgnore]
    public bool Learns => Teacher.Length > 0 && Student != StudentBeginning.Alone;

    [JsonIgnore]
    public string GeneratorOptimizer => OptimizerG == Same ? Optimizer : OptimizerG;

    [JsonIgnore]
    public string DiscriminatorOptimizer => OptimizerD == Same ? Optimizer : OptimizerD;

    [JsonIgnore]
    public string GeneratorSchedule => ScheduleG == Same ? Schedule : ScheduleG;

    [JsonIgnore]
    public string DiscriminatorSchedule => ScheduleD == Same ? Schedule : ScheduleD;

    /// <summary>Whether samples are like the images of the data, so that its scores are theirs: not where pairs change them.</summary>
    [JsonIgnore]
    public bool KeepsImages => GanModel.Catalog.Find(Model).DefaultPairs == null || Pairing.Catalog.Find(Pairs).KeepsImages;

    /// <summary>Whether a player's learning rate depends on the number of epochs.</summary>
    [JsonIgnore]
    public bool RatesFall => RateSchedule.Falls(GeneratorSchedule) || RateSchedule.Falls(DiscriminatorSchedule);

    /// <summary>The generator's learning rate.</summary>
    [JsonIgnore]
    public float GeneratorRate => LearningRateG > 0 ? LearningRateG : LearningRate;

    /// <summary>The discriminator's learning rate.</summary>
    [JsonIgnore]
    public float DiscriminatorRate => LearningRateD > 0 ? LearningRateD : LearningRate;

    /// <summary>The options of a recipe for a model; those of the model's own recipe are its defaults.</summary>
    /// <param name="recipe">A recipe of <see cref="Gan.Recipes.Recipe.Catalog"/>; null for the model's own.</param>
    /// <exception cref="InputException">There is no such recipe.</exception>
    public static TrainingOptions For(GanModel model, string? recipe = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        Gan.Recipes.Recipe chosen = Gan.Recipes.Recipe.Catalog.Find(recipe ?? model.Recipe);
        return chosen.Apply(Published(model)) with { Recipe = chosen.Name };
    }

    /// <summary>The published options of a model.</summary>
    public static TrainingOptions Published(GanModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        TrainingDefaults defaults = model.Defaults;
        return new TrainingOptions
        {
            Model = model.Name,
            Data = model.DefaultData,
            Epochs = defaults.Epochs,
            Batch = defaults.Batch,
            LearningRate = defaults.LearningRate,
            Beta1 = defaults.Beta1,
            Beta2 = defaults.Beta2,
            Epsilon = defaults.Epsilon,
            Update = defaults.Update,
            AverageDiscriminatorLoss = defaults.AverageDiscriminatorLoss,
            L1 = defaults.L1,
            L2 = defaults.L2,
            Reconstruction = defaults.Reconstruction,
            Identity = defaults.Identity,
            Adversarial = defaults.Adversarial,
            Perceptual = defaults.Perceptual,
            Pairs = model.DefaultPairs ?? Pairing.Catalog.All[0].Name,
            Grow = defaults.Grow,
            Information = defaults.Information,
            InformationContinuous = defaults.InformationContinuous,
            SampleCount = model.UsualPicture,
        };
    }

    /// <summary>
    /// The model, with networks for the image format of the options, or for its default format where the options leave it to the data.
    /// </summary>
    public GanModel FindModel()
    {
        GanModel model = GanModel.Catalog.Find(Model);
        IReadOnlyList<ImageFormat> formats = FormatChoice.Among(model, ImageSize, Channels);
        model = WithColumns(formats.Count > 0 ? model.For(formats[0]) : model);
        return model with
        {
            Networks = Networks,
            GeneratorWidth = Width,
            LatentSize = LatentSize > 0 ? LatentSize : model.LatentSize,
            Pack = Pack,
            DiscriminatorNorm = NormD,
            Minibatch = Minibatch,
            Growth = new Growth(),
            Condition = Conditions.Condition.Catalog.Find(Condition).For(this),
        };
    }

    /// <summary>Generator steps in an epoch of so many samples; each discriminator step takes its own batch.</summary>
    public int StepsPerEpoch(int samples) => EpochIsOneBatch ? 1 : samples / Batch / DiscriminatorSteps;

    /// <summary>The same run with learning rates that do not depend on the number of epochs.</summary>
    public TrainingOptions WithConstantRates() => this with { Schedule = RateSchedule.Constant, ScheduleG = Same, ScheduleD = Same };

    /// <summary>The same run on this data.</summary>
    public TrainingOptions For(ISampleSource samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return WithFormat(samples.Format).WithClasses(samples.Classes).WithCaptions(samples.ClassNames) with { Columns = samples.Columns };
    }

    /// <summary>The same run on images of this format; unchanged for points.</summary>
    public TrainingOptions WithFormat(ImageFormat? format) =>
        format is ImageFormat f ? this with { ImageSize = f.Height, Channels = f.Channels } : this;

    /// <summary>The same run with networks for the classes of this data; unchanged without a condition.</summary>
    public TrainingOptions WithClasses(int count) => Condition == "none" || Classes > 0 ? this : this with { Classes = count };

    public string ToJson() => JsonSerializer.Serialize(this, TrainingOptionsJson.Default.TrainingOptions) + "\n";

    /// <summary>The options in a file, checked; see <see cref="FromJson"/> for absent ones.</summary>
    /// <exception cref="InputException">The file cannot be read, is not of this form, or an option in it cannot be trained
    /// with.</exception>
    public static TrainingOptions Read(string path)
    {
        TrainingOptions options = FromJson(System.Text.Encoding.UTF8.GetString(InputFile.ReadAllBytes(path, MaximumBytes)), path);
        try
        {
            return options.Validate();
        }
        catch (InputException e)
        {
            throw new InputException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>Reads options from a file's text; absent ones have the value of the file's recipe, or of the model's own.</summary>
    /// <exception cref="InputException">Not JSON of this form, or an unknown name.</exception>
    public static TrainingOptions FromJson(string json, string path)
    {
        JsonObject given = ParseObject(json, path);
        Gan.Recipes.Recipe? recipe = Find(Gan.Recipes.Recipe.Catalog, given, "recipe", path);
        GanModel model = Find(GanModel.Catalog, given, "model", path)
            ?? (recipe?.Model is string own ? GanModel.Catalog.Find(own) : GanModel.Catalog.All[0]);
        JsonObject merged = ParseObject(For(model, recipe?.Name).ToJson(), path);
        foreach ((string written, JsonNode? value) in given)
        {
            string name = written == EarlierCheckpointEvery ? JsonNamingPolicy.CamelCase.ConvertName(nameof(CheckpointEvery)) : written;
            if (!merged.ContainsKey(name))
                throw new InputException($"{path}: there is no option '{name}'; compare it with the options.json of another run.");
            merged[name] = value?.DeepClone() ?? throw WrongValue(path, name, value);
        }

        try
        {
            return merged.Deserialize(TrainingOptionsJson.Default.TrainingOptions)!;
        }
        catch (JsonException e)
        {
            string name = e.Path?.TrimStart('$', '.') ?? "";
            throw WrongValue(path, name, merged[name], e);
        }
    }

    private static JsonObject ParseObject(string json, string path)
    {
        try
        {
            return JsonText.ParseObject(json);
        }
        catch (JsonException e)
        {
            throw new InputException(
                $"{path}: not a file of training options, which is a JSON object: {e.Message.TrimEnd('.').ReplaceLineEndings(" ")}; "
                + $"compare it with the options.json of another run.", e);
        }
    }

    /// <summary>What an option names; null without the option.</summary>
    private static T? Find<T>(Catalog<T> catalog, JsonObject given, string option, string path)
        where T : class, ICatalogEntry
    {
        if (given[option] is not JsonNode name)
            return null;
        if (name.GetValueKind() != JsonValueKind.String)
            throw WrongValue(path, option, name);
        try
        {
            return catalog.Find(name.GetValue<string>());
        }
        catch (InputException e)
        {
            throw new InputException($"{path}: {e.Message}", e);
        }
    }

    private static InputException WrongValue(string path, string name, JsonNode? value, Exception? inner = null) =>
        new(
            $"{path}: '{name}' is {value?.ToJsonString() ?? "null"}, which it cannot be; compare it with the options.json of another run.",
            inner);
}
