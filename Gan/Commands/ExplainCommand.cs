using System.CommandLine;
using System.Text;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Explaining;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Commands;

/// <summary><c>explain</c>: one training step, as text, as a graph, and as the sequence of its launches.</summary>
internal static class ExplainCommand
{
    private const string Words = "text", Mermaid = "mermaid", Svg = "svg";
    private const int MostSamples = 4096;

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
    private static readonly Option<string> Out = new("--out") { Description = "Write it to a file", HelpName = "FILE" };

    public static Command Create()
    {
        var command = new Command(
            "explain",
            "Show what one training step does: ops, shapes, where gradients flow, launches.") { Format, Launches, Out, On.Device,
            On.Compiler, On.Threads };
        foreach (TrainingOption option in TrainingOptionList.OfStep)
            command.Add(option.Option);
        command.SetAction(parsed =>
        {
            string? path = OutputPath.Of(parsed, Out)[0];
            TrainingOptions options = (TrainingOptionList.Read(parsed) with
            {
                Device = On.DeviceOf(parsed),
                Compiler = On.CompilerOf(parsed),
                Threads = On.ThreadsOf(parsed),
            }).WithClasses(MadeUpSamples.UsualClasses).Validate();
            if (options.Batch > MostSamples)
                throw new InputException($"--batch: expected 2 to {MostSamples:N0}, got {options.Batch}.");
            Write(Render(options, parsed.GetValue(Format)!.ToLowerInvariant(), parsed.GetValue(Launches)), path);
            return 0;
        });
        return command;
    }

    private static string Render(TrainingOptions options, string format, bool launches)
    {
        if (format is not (Words or Mermaid or Svg))
            throw new InputException($"--format: expected {Words}, {Mermaid} or {Svg}, got '{format}'.");
        if (launches && format != Words)
            throw new InputException($"--launches is a list, not a graph: leave out --format {format}.");
        using Device device = options.OpenDevice();
        StepExplanation step = StepExplanation.Of(options, device);
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
