using System.CommandLine;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Commands;

/// <content><c>sample --gif</c>: animations of clips, of predicted frames and of walking figures.</content>
internal static partial class SampleCommand
{
    private static int ExecuteGif(ParseResult parsed)
    {
        Option<string>[] others = [Grid, Idx, Npz, Png, Images, Csv];
        if (Array.Find(others, o => parsed.GetValue(o) != null) is Option<string> other)
            throw new InputException($"--gif writes an animation alone; leave out {other.Name}.");
        ulong seed = OptionValue.Seed(Seed, parsed.GetValue(Seed)!);
        string gif = OutputPath.Of(parsed, Gif)[0]!;
        PictureFile.CheckAnimation(parsed, Gif);
        GeneratorSource source = GeneratorSource.Of(parsed);
        TrainingOptions options = source.Options;
        OutputPath.KeepFrom(options.Data, parsed, Gif);
        GanModel model = options.FindModel();
        bool makesClips = model.Frames > 1;
        SeriesModel? walks = model is SeriesModel series ? ColumnCommands.RequireWalk(series, source.Name) : null;
        TranslationModel? predicts = makesClips || walks != null ? null : Rollout.Require(model, options, source.Name);
        (int usual, int most) = makesClips ? (ClipAnimation.Usual, ClipAnimation.Most) : (Rollout.UsualVideos, Rollout.MostVideos);
        int count = parsed.GetValue(Count) is string asked ? OptionValue.Whole(Count, asked) : usual;
        if (count < 1 || count > most)
            throw new InputException($"--count: expected 1 to {most} videos for --gif, got {count}.");
        using Device device = On.Open(parsed);
        using var notes = new DeviceNotes(device, ErrorLine.Write);
        using RandomSource random = new(device, options.Seed), noise = new(device, seed, SamplePictures.OnDemand);
        using Sequential generator = source.Load(model, random);
        if (walks != null)
            ColumnCommands.WriteWalk(
                walks, Generate(generator, model, OfNoise(model, noise), count, _ => 0, values => values), options, seed, gif);
        else if (predicts != null)
            Rollout.Write(gif, generator, predicts, options, count, seed, device);
        else
            ClipAnimation.Write(gif, generator, model, count, noise);
        return 0;
    }
}
