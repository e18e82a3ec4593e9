using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Pairs;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// Next-frame prediction (Mathieu, Couprie, LeCun 2016, "Deep multi-scale video prediction beyond mean square error"): three frames in, the
/// frame after them out. As in the paper the generator's loss is a distance of pixels, here L1, and the game's term. Between two frames
/// things move by a few pixels, so convolutions that keep the resolution take the place of the paper's pyramid. Frames of 2k×2k pixels,
/// 3×3 kernels, leaky ReLU 0.2:
/// <code>
///   three frames as channels → pixel unshuffle: 12·C×k×k → 32 → 4 × [ x + (32, 32)(x) ] → 4·C×k×k → pixel shuffle: C×2k×2k;
///   + three frames → C (1×1); tanh
/// </code>
/// The 1×1 convolution begins as the last frame, doubled, so that the rest learns what changes. Without it, or with random weights in it,
/// the generator learnt to make black frames, the median of all pixels.
/// The discriminator is pix2pix's PatchGAN, which judges the sequence of all four frames.
/// </summary>
public sealed record NextframeModel : Pix2pixModel
{
    private const int Width = 32, Blocks = 4, Kernel = 3, Halving = 2;
    private const float Slope = 0.2f, Doubled = 2;

    public NextframeModel() => Format = Formats[0];

    public override string Name => "nextframe";

    public override string Description =>
        "the next frame of a video from three: residual blocks against a PatchGAN; 64×64, 32×32 or 28×28 (Mathieu et al.)";

    public override IReadOnlyList<ImageFormat> Formats => ImageFormat.GrayAndColour([MovingDigits.Side, 32, 28]);

    public override int InputCount => FramePairing.Before;

    public override string DefaultPairs => MovingDigits.Choice;

    public override TrainingDefaults Defaults => base.Defaults with { Epochs = 2, Batch = 16 };

    public override Sequential Generator(RandomSource random)
    {
        int apart = Halving * Halving;
        List<Module> layers =
        [
            new PixelUnshuffle(Halving), Conv(apart * GeneratorInput[0], Width, random), new LeakyRelu(Slope),
        ];
        for (int i = 0; i < Blocks; i++)
        {
            layers.Add(new Residual(new Sequential(
                Conv(Width, Width, random), new LeakyRelu(Slope), Conv(Width, Width, random))));
        }

        layers.AddRange([new LeakyRelu(Slope), Conv(Width, apart * SampleShape[0], random), new PixelShuffle(Halving)]);
        return new Sequential(new Residual(new Sequential([.. layers]), LastFrame(random)), new Tanh()) { Name = "generator" };
    }

    /// <summary>A 1×1 convolution that begins as the last of the frames, doubled.</summary>
    private Conv2d LastFrame(RandomSource random)
    {
        int inputs = GeneratorInput[0], outputs = SampleShape[0];
        var layer = new Conv2d(inputs, outputs, 1, random, biases: Initializers.Zeros);
        float[] weights = new float[outputs * inputs];
        for (int c = 0; c < outputs; c++)
            weights[(c * inputs) + inputs - outputs + c] = Doubled;
        layer.Weight.CopyFrom(weights);
        return layer;
    }

    private static Conv2d Conv(int inputs, int outputs, RandomSource random) => new(inputs, outputs, Kernel, random, padding: 1);
}
