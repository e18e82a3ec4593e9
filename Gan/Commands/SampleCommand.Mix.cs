using System.CommandLine;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Commands;

/// <content><c>sample --mix</c>: styles of two samples mixed.</content>
internal static partial class SampleCommand
{
    private static int ExecuteMix(ParseResult parsed)
    {
        if (new Option<string>[] { Grid, Idx, Npz, Png, Class }.FirstOrDefault(o => parsed.GetValue(o) != null) is Option<string> other)
            throw new InputException($"--mix makes a picture of its own; leave out {other.Name}.");
        int count = OptionValue.Whole(Count, parsed.GetValue(Count) ?? UsualSources);
        if (count is < 1 or > MostSources)
            throw new InputException($"--count: expected 1 to {MostSources} sources for --mix, got {count}.");
        ulong seed = OptionValue.Seed(Seed, parsed.GetValue(Seed)!);
        string mix = OutputPath.Of(parsed, Mix)[0]!;
        PictureFile.Check(parsed, Mix);
        GeneratorSource source = GeneratorSource.Of(parsed);
        TrainingOptions options = source.Options;
        OutputPath.KeepFrom(options.Data, parsed, Mix);
        GanModel model = options.FindModel();
        if (model.Format is not ImageFormat format)
            throw new InputException($"Model {model.Name} makes {model.Makes}, not images: --mix cannot draw them.");
        using Device device = On.Open(parsed);
        using var notes = new DeviceNotes(device, ErrorLine.Write);
        using RandomSource random = new(device, options.Seed), noise = new(device, seed, SamplePictures.OnDemand);
        using Sequential generator = source.Load(model, random);
        StyleSpace space = StyleSpace.Of(generator, model, Mix.Name);
        Truncate(parsed, generator, model);
        int layer = parsed.GetValue(Crossover) is string given ? OptionValue.Whole(Crossover, given) : space.Layers / 2;
        if (layer < 0 || layer > space.Layers)
            throw new InputException($"--crossover: expected 0 to {space.Layers}, the number of layers with a style, got {layer}.");
        PictureFile.Write(mix, StyleMixing.Draw(space, model, format, noise, count, layer));
        Console.WriteLine($"{count}×{count} mixtures: {mix}");
        return 0;
    }
}
