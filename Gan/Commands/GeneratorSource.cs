using System.CommandLine;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Conditions;
using GanFromScratch.Gan.Export;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Commands;

/// <summary>Where a trained generator comes from: a run's folder, or a file of weights.</summary>
/// <param name="Name">The folder or file, for messages.</param>
/// <param name="Options">Of the run, or of one with such networks.</param>
/// <param name="Load">The generator of a model in evaluation mode.</param>
internal sealed record GeneratorSource(string Name, TrainingOptions Options, Func<GanModel, RandomSource, Sequential> Load)
{
    private static readonly Option<string> Run = new("--run") { Description = "Folder of a training run", HelpName = "DIR" };
    private static readonly Option<string> Weights = new("--weights")
    {
        Description = "Instead of a run a safetensors file with a generator's weights, from 'export' or from PyTorch; the prefix module. "
            + "and num_batches_tracked are ignored, F16, BF16 and F64 converted",
        HelpName = "FILE",
    };
    private static readonly Option<string> Model = new("--model")
    {
        Description = $"Whose generator --weights are: {string.Join(", ", GanModel.Catalog.All.Select(m => m.Name))} [default: what a file "
            + "of 'export' says]",
        HelpName = "NAME",
    };
    private static readonly Option<string> Networks = new("--networks")
    {
        Description = "Which of the networks of --model [default: those that train uses]",
        HelpName = "NAME",
    };
    private static readonly Option<string> ImageSize = new("--image-size")
    {
        Description = "Height and width of the images that --weights make [default: those of --model]",
        HelpName = "N",
    };
    private static readonly Option<string> Channels = new("--channels")
    {
        Description = "Their channels, 1 or 3 [default: those of --model]",
        HelpName = "N",
    };
    private static readonly Option<string> LatentSize = new("--latent-size")
    {
        Description = "Length of z [default: that of --model]",
        HelpName = "N",
    };

    private static readonly Option<string>[] OfWeights = [Model, Networks, ImageSize, Channels, LatentSize];

    /// <summary>The options of a command that say it.</summary>
    public static IReadOnlyList<Option> CommandOptions { get; } = [Run, Weights, .. OfWeights];

    /// <exception cref="InputException">Neither is given, or both; or they cannot be read.</exception>
    public static GeneratorSource Of(ParseResult parsed)
    {
        string? run = parsed.GetValue(Run), weights = parsed.GetValue(Weights);
        if ((run == null) == (weights == null))
            throw new InputException(
                $"{parsed.CommandResult.Command.Name} takes a generator from --run DIR or from --weights FILE; give one of them.");
        if (weights != null)
            return OfFile(parsed, OptionValue.Text(Weights, weights));
        if (Array.Find(OfWeights, option => parsed.GetValue(option) != null) is Option<string> extra)
            throw new InputException($"{extra.Name} says what --weights are, and a run knows it; leave it out.");
        RunFolder folder = RunFolder.Open(run!);
        TrainingOptions options = folder.ReadOptions();
        return new(folder.Path, options, (model, random) => RunNetworks.LoadGenerator(folder, options, model, random));
    }

    private static GeneratorSource OfFile(ParseResult parsed, string path)
    {
        TrainingOptions? known = WeightsFile.OptionsOf(path);
        string? model = parsed.GetValue(Model) is string given ? GanModel.Catalog.Find(given).Name : known?.Model;
        if (model == null)
            throw new InputException($"{path} does not say whose weights it holds; name the model by --model.");
        if (known != null && model != known.Model)
            throw new InputException($"--model {model}: {path} says that it is of model {known.Model}; leave the option out.");
        if (known != null && Array.Find(OfWeights[1..], option => parsed.GetValue(option) != null) is Option<string> extra)
            throw new InputException($"{path} says itself which networks it is of; leave out {extra.Name}.");
        TrainingOptions options = known ?? Asked(TrainingOptions.For(GanModel.Catalog.Find(model)));
        if (options.FindModel() is ColumnsModel columns)
            throw new InputException($"--weights alone do not say what the columns of model {columns.Name} are; give --run DIR.");
        return new(path, options, (model, random) =>
        {
            Sequential generator = model.Generator(random);
            WeightsFile.Load(path, model.Sampler(generator), $"the generator of model {model.Name}", random.Device);
            generator.Eval();
            return generator;
        });

        // Networks without labels: how many there are, no option says.
        TrainingOptions Asked(TrainingOptions usual) => (usual with
        {
            Condition = new NoCondition().Name,
            Networks = parsed.GetValue(Networks)?.ToLowerInvariant() ?? usual.Networks,
            ImageSize = Number(parsed, ImageSize, usual.ImageSize),
            Channels = Number(parsed, Channels, usual.Channels),
            LatentSize = Number(parsed, LatentSize, usual.LatentSize),
        }).Validate();
    }

    private static int Number(ParseResult parsed, Option<string> option, int usual) =>
        parsed.GetValue(option) is string text ? OptionValue.Whole(option, text) : usual;
}
