using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Output;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Training;

/// <summary>The networks of a finished or interrupted run.</summary>
internal static class RunNetworks
{
    /// <summary>The generator of a run's newest intact checkpoint, in evaluation mode.</summary>
    public static Sequential LoadGenerator(RunFolder folder, TrainingOptions options, GanModel model, RandomSource random)
    {
        Sequential generator = model.Generator(random);
        Load(folder, options, model, generator, discriminator: null, random.Device);
        generator.Eval();
        return generator;
    }

    /// <summary>Loads the generator of a run's newest intact checkpoint, and the discriminator, if one is given.</summary>
    public static void Load(
        RunFolder folder, TrainingOptions options, GanModel model, Module generator, Module? discriminator, Device device)
    {
        bool? found = Checkpoint.LoadNewest<bool>(
            folder,
            file =>
            {
                TrainingPosition position = Checkpoint.LoadGenerator(file, generator, device, options, discriminator);
                (int stage, float? alpha) = GrowthPlan.Of(model, options).At(position.LastStep);
                model.Growth.StandAt(stage, alpha is float share ? Tensor.From(device, [], [share]) : null);
                return true;
            },
            (_, why) => ErrorLine.Write($"{why.Message} An older checkpoint takes its place."));
        if (found == null)
            throw new InputException(
                $"{folder.Path} has no checkpoint yet: let train finish an epoch, or stop it with Ctrl+C, which saves one.");
    }
}
