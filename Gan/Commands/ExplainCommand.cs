using System.CommandLine;
using System.Text;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Conditions;
using GanFromScratch.Gan.Explaining;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Objectives;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Penalties;
using GanFromScratch.Gan.Training;
using GanFromScratch.Gan.Transforms;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Commands;

/// <summary><c>explain</c>: one training step, as text, as a graph, and as the sequence of its launches.</summary>
internal static class ExplainCommand
{
    private const string Words = "text", Mermaid = "mermaid", Svg = "svg";

    /// <summary>Classes of the made-up samples.</summary>
    private const int ExampleClasses = 10;

    private const int MostSamples = 4096;

    private static readonly Option<string> Model = new("--model")
    {
        Description = "A model that 'summary' lists",
        HelpName = "NAME",
        DefaultValueFactory = _ => "mlp",
    };
    private static readonly Option<string> Batch = new("--batch")
    {
        Description = "Samples a step, 0 for the model's own",
        HelpName = "N",
        DefaultValueFactory = _ => "0",
    };
    private static readonly DeviceChoice On = new("cpu");
    private static readonly Option<string> Format = new("--format")
    {
        Description = "text, mermaid or svg",
        HelpName = "NAME",
        DefaultValueFactory = _ => Words,
    };
    private static readonly Option<bool> Launches = new("--launches")
    {
        Description = "The sequence of kernel launches instead of the ops",
    };
    private static readonly Option<string> Frozen = new("--freeze-discriminator")
    {
        Description = "false shows a tutorial's mistake: the generator's step trains the discriminator too",
        HelpName = "true|false",
        DefaultValueFactory = _ => "true",
    };
    private static readonly Option<string> Loss = new("--loss")
    {
        Description = $"The game's objective: {Objective.Catalog.Names}",
        HelpName = "NAME",
        DefaultValueFactory = _ => Objective.Catalog.All[0].Name,
    };
    private static readonly Option<string> Terms = new("--penalty")
    {
        Description = $"Terms of the discriminator's loss, as train takes them: {Penalty.Catalog.Names}",
        HelpName = "NAME[:WEIGHT[:INTERVAL]],…",
        DefaultValueFactory = _ => PenaltySetting.None,
    };
    private static readonly Option<string> Augment = new("--augment")
    {
        Description = $"Random changes of the images that the discriminator sees: {Transform.Catalog.Names}",
        HelpName = "NAME,…",
        DefaultValueFactory = _ => Transform.None,
    };
    private static readonly Option<string> Out = new("--out") { Description = "Write it to a file", HelpName = "FILE" };

    public static Command Create()
    {
        var command = new Command(
            "explain",
            "Show what one training step does: ops, shapes, where gradients flow, launches.") { Model, Batch, On.Device, On.Compiler,
            Loss, Terms, Augment, Format, Launches, Frozen, Out };
        command.SetAction(parsed =>
        {
            string? path = OutputPath.Of(parsed, Out)[0];
            GanModel model = GanModel.Catalog.Find(parsed.GetValue(Model)!);
            int batch = OptionValue.Whole(Batch, parsed.GetValue(Batch)!);
            if (batch is < 0 or > MostSamples)
                throw new InputException($"--batch: expected 1 to {MostSamples:N0}, got {batch}.");
            TrainingOptions options = TrainingOptions.For(model) with
            {
                Device = On.DeviceOf(parsed),
                Compiler = On.CompilerOf(parsed),
                Loss = parsed.GetValue(Loss)!,
                Penalty = parsed.GetValue(Terms)!,
                Augment = parsed.GetValue(Augment)!,
                FreezeDiscriminator = OptionValue.Truth(Frozen, parsed.GetValue(Frozen)!),
            };
            if (batch > 0)
                options = options with { Batch = batch };
            options = options.WithClasses(ExampleClasses);
            Write(Render(options.Validate(), model, parsed.GetValue(Format)!.ToLowerInvariant(), parsed.GetValue(Launches)), path);
            return 0;
        });
        return command;
    }

    private static string Render(TrainingOptions options, GanModel model, string format, bool launches)
    {
        if (format is not (Words or Mermaid or Svg))
            throw new InputException($"--format: expected {Words}, {Mermaid} or {Svg}, got '{format}'.");
        if (launches && format != Words)
            throw new InputException($"--launches is a list, not a graph: leave out --format {format}.");
        using Device device = DeviceCatalog.Open(options.Device, options.Threads, options.Compiler);
        StepExplanation step = StepExplanation.Of(model, options, device);
        return launches ? Join(ExplanationText.LaunchLines(step))
            : format == Mermaid ? ExplanationMermaid.Text(step)
            : format == Svg ? ExplanationSvg.Text(step)
            : Join(ExplanationText.Lines(step));
    }

    private static string Join(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));

    private static void Write(string text, string? path)
    {
        if (path == null)
        {
            Console.Write(text);
            return;
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text);
        AtomicFile.Write(path, stream => stream.Write(bytes));
        Console.WriteLine($"Written: {path}");
    }
}
