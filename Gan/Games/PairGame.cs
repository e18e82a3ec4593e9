using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Games;

/// <summary>
/// Images are translated, and the data says into what (Isola et al. 2017): the discriminator judges pairs (A, B) and (A, G(A)), and the
/// generator's loss has two terms besides, the distance of the pixels and that of the features of a classifier (Ledig et al. 2017):
/// <code>
///   + λ · mean |B − G(A)|  +  λφ · mean (φ(B) − φ(G(A)))²
/// </code>
/// </summary>
public sealed class PairGame : Game
{
    private readonly TranslationModel model;
    private readonly float reconstruction;
    private readonly PerceptualLoss? perceptual;

    /// <param name="model">Says which channels are A and B.</param>
    /// <param name="options">λ is <see cref="TrainingOptions.Reconstruction"/>, λφ <see cref="TrainingOptions.Perceptual"/>.</param>
    /// <param name="device">Of the networks.</param>
    public PairGame(TranslationModel model, TrainingOptions options, Device device)
    {
        ArgumentNullException.ThrowIfNull(options);
        (this.model, reconstruction) = (model, options.Reconstruction);
        if (options.Perceptual > 0 && PerceptualLoss.IsFor(options))
            perceptual = new PerceptualLoss(options, model.Range, device);
    }

    public override Tensor Fake(Sequential generator, Tensor x)
    {
        Tensor input = model.Input(x);
        return TranslationModel.Pair(input, generator.Forward(input));
    }

    public override Tensor? Term(Sequential generator, Tensor x, Tensor fake)
    {
        Tensor made = model.Output(fake), right = model.Output(x);
        Tensor? pixels = reconstruction > 0 ? made.L1Loss(right) * reconstruction : null;
        if (perceptual == null)
            return pixels;
        Tensor features = perceptual.Of(made, right);
        return pixels == null ? features : pixels + features;
    }

    public override void Dispose()
    {
        perceptual?.Dispose();
        base.Dispose();
    }
}
