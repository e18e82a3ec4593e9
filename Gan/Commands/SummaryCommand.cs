using System.CommandLine;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Commands;

/// <summary><c>summary</c>: the layers of a model with their shapes and parameter counts.</summary>
internal static class SummaryCommand
{
    private static readonly Option<string> Model = new("--model")
    {
        Description = $"One of {string.Join(", ", GanModel.Catalog.All.Select(m => m.Name))} [default: all]",
        HelpName = "NAME",
    };

    private static readonly Option<string> ImageSize = new("--image-size")
    {
        Description = "Height and width of the images, 0 for the model's own",
        HelpName = "N",
        DefaultValueFactory = _ => "0",
    };
    private static readonly Option<string> Channels = new("--channels")
    {
        Description = "1 for gray, 3 for colour, 0 for the model's own",
        HelpName = "N",
        DefaultValueFactory = _ => "0",
    };

    private static readonly Option<string> Networks = new("--networks")
    {
        Description = "Which of the model's networks [default: all]",
        HelpName = "NAME",
    };

    public static Command Create()
    {
        var command = new Command(
            "summary", "Print the layers of a model, their shapes and parameter counts.") { Model, ImageSize, Channels, Networks };
        command.SetAction(parsed =>
        {
            int size = OptionValue.Whole(
                ImageSize, parsed.GetValue(ImageSize)!), channels = OptionValue.Whole(Channels, parsed.GetValue(Channels)!);
            using Device device = DeviceCatalog.Open("cpu", threads: 1);
            using var random = new RandomSource(device, seed: 1);
            foreach (GanModel published in parsed.GetValue(Model) is string name ? [GanModel.Catalog.Find(name)] : GanModel.Catalog.All)
            {
                foreach (string networks in parsed.GetValue(Networks) is string one ? [one] : published.NetworkChoices)
                {
                    GanModel model = (TrainingOptions.Published(published) with
                    {
                        ImageSize = size, Channels = channels, Networks = networks.ToLowerInvariant(),
                    }).Validate().FindModel();
                    using Sequential generator = model.Generator(random), discriminator = model.Discriminator(random);
                    string which = published.NetworkChoices.Count > 1 ? $", networks {model.Networks}" : "";
                    Console.WriteLine($"{model.Name}{which}: {model.Description}\n");
                    Console.WriteLine($"generator\n{generator.Summary(model.GeneratorInput)}");
                    Console.WriteLine($"discriminator\n{discriminator.Summary(model.DiscriminatorInput)}");
                }
            }

            return 0;
        });
        return command;
    }
}
