using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Pairs;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// Next-frame prediction (Mathieu, Couprie, LeCun 2016, "Deep multi-scale video prediction beyond mean square error"): three frames in, the
/// frame after them out. The networks are pix2pix's, in place of the paper's pyramid of resolutions: the U-Net reads the frames as
/// channels, and the PatchGAN judges the sequence of all four. As in the paper the generator's loss is a distance of pixels, here L1, and
/// the game's term.
/// </summary>
public sealed record NextframeModel : Pix2pixModel
{
    public NextframeModel() => Format = Formats[0];

    public override string Name => "nextframe";

    public override string Description => "the next frame of a video from three: pix2pix's networks; 64×64, 32×32 or 28×28";

    public override IReadOnlyList<ImageFormat> Formats => ImageFormat.GrayAndColour([MovingDigits.Side, 32, 28]);

    public override int InputCount => FramePairing.Before;

    public override string DefaultPairs => MovingDigits.Choice;

    public override TrainingDefaults Defaults => base.Defaults with { Epochs = 4, Batch = 16 };
}
