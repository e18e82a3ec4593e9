using System.CommandLine;
using System.Text;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Export;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Scores.Classifier;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Commands;

/// <summary><c>export</c>: a network of a run, or the classifier, as a file for other programs.</summary>
internal static class ExportCommand
{
    private const string Generator = "generator", Discriminator = "discriminator";
    private const string Onnx = "onnx", SafeTensorsForm = "safetensors", Npz = "npz", PyTorch = "pytorch";

    // The forms, each with the extension of its file.
    private static readonly Dictionary<string, string> Forms = new()
    {
        [Onnx] = ".onnx", [SafeTensorsForm] = ".safetensors", [Npz] = ".npz", [PyTorch] = ".py",
    };

    private static readonly Option<string> Run = new("--run") { Description = "Folder of a training run", HelpName = "DIR" };
    private static readonly Option<string> Classifier = new("--classifier")
    {
        Description = "Instead of a run's network the classifier that 'score' uses, for mnist or fashion-mnist, or one that 'classifier "
            + "train' wrote",
        HelpName = "NAME|FILE",
    };
    private static readonly Option<string> Network = new("--network")
    {
        Description = "Of a run: the generator (its moving average, if the run has one) or the discriminator [default: generator]",
        HelpName = $"{Generator}|{Discriminator}",
    };
    private static readonly Option<string> To = new("--to")
    {
        Description = $"{Onnx}: a graph of opset {OnnxGraph.Opset} with its weights, of any batch size. {SafeTensorsForm}: the weights, "
            + $"named as PyTorch names them. {Npz}: the same as numpy arrays. {PyTorch}: a module of plain layers in FILE.py, its weights "
            + $"in FILE.safetensors [default: what the extension of --out says, otherwise {Onnx}]",
        HelpName = string.Join('|', Forms.Keys),
    };
    private static readonly Option<string> Out = new("--out")
    {
        Description = "Where to write [default: NETWORK.onnx and the like, here]",
        HelpName = "FILE",
    };
    private static readonly Option<bool> Back = new("--back")
    {
        Description = "For a model that translates both ways: the generator from B to A",
    };

    public static Command Create()
    {
        var command = new Command(
            "export",
            "Write a network for other programs: as an ONNX graph, or its weights for PyTorch and numpy. Examples: export --run "
            + "runs/mlp-mnist-1 --out digits.onnx; export --run runs/mlp-mnist-1 --network discriminator --to pytorch.")
        {
            Run, Classifier, Network, To, Out, Back,
        };
        command.SetAction(parsed =>
        {
            Execute(parsed);
            return 0;
        });
        return command;
    }

    private static void Execute(ParseResult parsed)
    {
        string? named = OutputPath.Of(parsed, Out)[0], run = parsed.GetValue(Run), classifier = parsed.GetValue(Classifier);
        string form = FormOf(parsed.GetValue(To), named);
        if ((run == null) == (classifier == null))
            throw new InputException("export takes a network from --run DIR or from --classifier NAME; give one of them.");
        if (classifier != null && (parsed.GetValue(Network) != null || parsed.GetValue(Back)))
            throw new InputException("--network and --back choose a network of a run; leave them out beside --classifier.");
        string network = parsed.GetValue(Network)?.ToLowerInvariant() ?? Generator;
        if (network is not (Generator or Discriminator))
            throw new InputException($"--network: expected {Generator} or {Discriminator}, got '{network}'.");

        using Device device = DeviceCatalog.Open("cpu");
        if (classifier != null)
        {
            string text = OptionValue.Text(Classifier, classifier);
            using ImageClassifier judge = ClassifierFile.Known.Contains(text)
                ? ClassifierFile.LoadFor(text, device)
                : ClassifierFile.Load(text, device);
            judge.Network.Eval();
            Write(ExportedNetwork.OfClassifier(judge), form, named, new() { ["network"] = "classifier" }, device);
            return;
        }

        RunFolder folder = RunFolder.Open(run!);
        TrainingOptions options = folder.ReadOptions();
        OutputPath.KeepFrom(options.Data, parsed, Out);
        GanModel model = options.FindModel();
        if (parsed.GetValue(Back))
            model = SampleCommand.Turned(model, folder.Path);
        var metadata = new Dictionary<string, string>
        {
            ["model"] = model.Name, ["network"] = network, [WeightsFile.OptionsKey] = WeightsFile.OptionsIn(options),
        };
        using var random = new RandomSource(device, options.Seed);
        using Sequential generator = model.Generator(random);
        if (network == Generator)
        {
            RunNetworks.Load(folder, options, model, generator, discriminator: null, device);
            generator.Eval();
            Write(ExportedNetwork.OfGenerator(model, generator), form, named, metadata, device);
            return;
        }

        using Sequential discriminator = model.TrainedDiscriminator(random);
        RunNetworks.Load(folder, options, model, generator, discriminator, device);
        discriminator.Eval();
        Write(ExportedNetwork.OfDiscriminator(model, discriminator), form, named, metadata, device);
    }

    /// <summary>The form that is named, or that an extension says.</summary>
    private static string FormOf(string? form, string? path)
    {
        string choices = $"{string.Join(", ", Forms.Keys.SkipLast(1))} or {Forms.Keys.Last()}";
        if (form != null)
        {
            return Forms.ContainsKey(form.ToLowerInvariant())
                ? form.ToLowerInvariant()
                : throw new InputException($"--to: expected {choices}, got '{form}'.");
        }

        if (path == null)
            return Onnx;
        string extension = Path.GetExtension(path).ToLowerInvariant();
        return Forms.FirstOrDefault(f => f.Value == extension).Key
            ?? throw new InputException(
                $"--out {path}: its extension says no form, {string.Join(", ", Forms.Values.SkipLast(1))} or {Forms.Values.Last()}; name "
                + $"one of {choices} by --to.");
    }

    private static void Write(ExportedNetwork network, string form, string? named, Dictionary<string, string> metadata, Device device)
    {
        string path = named ?? network.Name + Forms[form];
        switch (form)
        {
            case Onnx:
                WriteBytes(path, OnnxExport.ToBytes(network, device, metadata));
                Console.WriteLine($"{network.Name}, {Inputs(network)} → {network.Output}, ONNX opset {OnnxGraph.Opset}: {path}");
                break;
            case Npz:
                Dictionary<string, SafeTensor> arrays = NetworkState.Of(network.Module);
                NpzFile.Write(path, arrays.Select(t => KeyValuePair.Create(t.Key, NpzFile.Of(t.Value))));
                Console.WriteLine($"{network.Name}, {arrays.Count} arrays: {path}");
                break;
            case SafeTensorsForm:
                WriteWeights(path, network, NetworkState.Of(network.Module), metadata);
                break;
            default:
                string weights = Path.ChangeExtension(path, Forms[SafeTensorsForm]);
                if (weights == path)
                    throw new InputException($"--out {path} is where the weights go; name the module FILE.py.");
                OutputPath.KeepRun(weights, $"{weights}, the weights beside {path},");
                string text = TorchText.Of(network, Path.GetFileName(weights));
                WriteWeights(weights, network, NetworkState.Effective(network.Module), metadata);
                WriteBytes(path, Encoding.UTF8.GetBytes(text));
                Console.WriteLine($"{network.Name} as a PyTorch module: {path}");
                break;
        }
    }

    private static void WriteWeights(
        string path, ExportedNetwork network, Dictionary<string, SafeTensor> state, IReadOnlyDictionary<string, string> metadata)
    {
        // Readers in Python look for this word.
        SafeTensors.Save(path, state, new Dictionary<string, string>(metadata) { ["format"] = "pt" });
        Console.WriteLine($"{network.Name}, {state.Count} tensors: {path}");
    }

    private static void WriteBytes(string path, byte[] bytes) => AtomicFile.Write(path, stream => stream.Write(bytes));

    private static string Inputs(ExportedNetwork network) => string.Join(", ", network.Inputs.Select(input => input.Name));
}
