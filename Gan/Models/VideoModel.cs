using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Pairs;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// MoCoGAN (Tulyakov, Liu, Yang, Kautz 2018, "MoCoGAN: Decomposing Motion and Content for Video Generation"), small: clips of eight frames
/// of 32×32 pixels. A clip has one content z_C, and its motion h_1, …, h_8 comes from a gated recurrent unit (<see cref="MotionCodes"/>).
/// In the paper an image generator reads (z_C, h_t), and learns from many clips that h_t must not change what a frame shows. Here h_t can
/// only move it (<see cref="MoveMaps"/>): the content is drawn once, and its last maps are moved for each frame.
/// <code>
///   z_C: 32 → 128×4×4 → 64×8×8 → 32×16×16;  moved by h_t: 6 → at most 2 of these pixels;  each frame → C×32×32
/// </code>
/// Two discriminators judge a clip (<see cref="JudgeAll"/>): one the whole of it, one a single frame, chosen at random. The paper's has
/// convolutions over space and time. Here the same convolutions see each frame, and what they found in all eight is judged by dense
/// layers: what a digit is does not depend on where it is. Convolutions are 4×4 with stride 2, no normalisation, leaky ReLU 0.2; each
/// discriminator gives a score, and the loss is the mean of both.
/// <code>
///   each frame:  C×32×32 → 16×16×16 → 32×8×8 → 64×4×4 → 64;  a clip:  8·64 → 128 → 1
///   one frame:   C×32×32 → 32×16×16 → 64×8×8 → 128×4×4 → 1
/// </code>
/// </summary>
public sealed record VideoModel() : GanModel(LatentSize: Content + Motion + (Length * Noise), new ImageFormat(1, Side, Side))
{
    private const int Side = BouncingDigit.Side, Length = 8, Content = 32, Motion = 6, Noise = 2;
    private const int Kernel = 4, Stride = 2, Cut = 1, Core = 4, Farthest = 2, Features = 64, Hidden = 128;
    private const float Slope = 0.2f;
    private static readonly int[] OfGenerator = [128, 64, 32], OfClip = [16, 32, 64], OfFrame = [32, 64, 128];

    public override string Name => "video";

    public override string Description =>
        $"clips of {Length} frames from content and motion: images from a recurrent code, judged by clip and frame; 32×32 (MoCoGAN)";

    public override IReadOnlyList<ImageFormat> Formats => ImageFormat.GrayAndColour([Side]);

    public override int Frames => Length;

    public override string Makes => "clips";

    public override (float Low, float High) Range => (-1, 1);

    public override string DefaultData => "mnist";

    public override string DefaultPairs => BouncingDigit.Choice;

    public override string Recipe => Recipes.Video.Default;

    public override TrainingDefaults Defaults => new(Epochs: 4, Batch: 16, LearningRate: 2e-4f, Beta1: 0.5f);

    public override bool Takes(Pairing pairing) => pairing is FramePairing;

    public override Sequential Generator(RandomSource random)
    {
        int motion = Motion + (Length * Noise), content = LatentSize - motion;
        if (content < 1)
            throw new InputException(
                $"--latent-size: expected at least {motion + 1} for model {Name}, whose motion takes {motion} numbers, got {LatentSize}.");
        var motions = new LatentChunks(Motion);
        List<Module> layers =
        [
            new MotionCodes(content, motions, Noise, Length, random),
            new Dense(content, OfGenerator[0] * Core * Core, random), new Reshape([OfGenerator[0], Core, Core]),
        ];
        for (int i = 0; i < OfGenerator.Length; i++)
        {
            bool last = i == OfGenerator.Length - 1;
            layers.AddRange([new BatchNorm2d(OfGenerator[i], random), new Relu()]);
            if (last)
                layers.Add(new MoveMaps(motions, Length, Farthest, random));
            int next = last ? Format!.Value.Channels : OfGenerator[i + 1];
            layers.Add(new ConvTranspose2d(OfGenerator[i], next, Kernel, random, Stride, Cut));
        }

        return new Sequential([.. layers, new Tanh(), new JoinFrames(Length)]) { Name = "generator" };
    }

    public override Sequential Discriminator(RandomSource random)
    {
        int frames = Pack * Length, channels = DiscriminatorInput[0] / frames;
        Sequential clip = new(
        [
            new SplitFrames(frames), .. Convolutions(channels, OfClip, random), new Dense(OfClip[^1] * Core * Core, Features, random),
            new LeakyRelu(Slope), new JoinFeatures(frames), new Dense((frames + 1) * Features, Hidden, random), new LeakyRelu(Slope),
            new Dense(Hidden, 1, random),
        ]);
        Sequential frame = new(
        [
            new OneFrame(frames, random), .. Convolutions(channels, OfFrame, random), new Dense(OfFrame[^1] * Core * Core, 1, random),
        ]);
        return new Sequential(new JudgeAll(("clip", clip), ("frame", frame))) { Name = "discriminator" };
    }

    private static List<Module> Convolutions(int inputs, int[] widths, RandomSource random)
    {
        List<Module> layers = [];
        foreach (int width in widths)
        {
            layers.AddRange([new Conv2d(inputs, width, Kernel, random, Stride, Cut), new LeakyRelu(Slope)]);
            inputs = width;
        }

        return [.. layers, new Flatten()];
    }
}
