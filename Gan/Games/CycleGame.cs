using GanFromScratch.Engine;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Games;

/// <summary>
/// Two sorts of images A and B without pairs (Zhu, Park, Isola, Efros 2017, "Unpaired Image-to-Image Translation using Cycle-Consistent
/// Adversarial Networks"). G translates A into B, F translates B into A, and an item of the data is an unrelated (a, b). With
/// T(a, b) = (F(b), G(a)), an <see cref="Exchange"/>, the whole generator's loss is
/// <code>
///   the game of T(a, b)                         each half must look like its sort
///   + λ  · mean |T(T(a, b)) − (a, b)|           cycle consistency: there and back again
///   + λι · mean |T(b, a) − (a, b)|              identity: what is of a sort already stays as it is
/// </code>
/// The discriminator sees an <see cref="ImagePool"/> of generated images.
/// </summary>
public sealed class CycleGame : Game
{
    private readonly TranslationModel model;
    private readonly float cycle, identity;
    private readonly ImagePool pool;

    /// <param name="model">Says which channels are A and B.</param>
    /// <param name="options">λ is <see cref="TrainingOptions.Reconstruction"/>, ι <see cref="TrainingOptions.Identity"/>.</param>
    /// <param name="random">For the pool.</param>
    public CycleGame(TranslationModel model, TrainingOptions options, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        this.model = model;
        (cycle, identity) = (options.Reconstruction, options.Reconstruction * options.Identity);
        pool = new ImagePool(options.Batch, model.DataShape, random);
    }

    public override IReadOnlyDictionary<string, Tensor> State => pool.State;

    public override int GeneratorPasses => 1 + (cycle > 0 ? 1 : 0) + (identity > 0 ? 1 : 0);

    public override Tensor Fake(Sequential generator, Tensor x) => generator.Forward(x);

    public override Tensor Shown(Tensor fake) => pool.Exchange(fake);

    public override Tensor? Term(Sequential generator, Tensor x, Tensor fake)
    {
        if (cycle == 0)
            return null;
        Tensor consistency = generator.Forward(fake).L1Loss(x) * cycle;
        if (identity == 0)
            return consistency;
        Tensor swapped = TranslationModel.Pair(model.Output(x), model.Input(x));
        return consistency + (generator.Forward(swapped).L1Loss(x) * identity);
    }

    public override void Dispose()
    {
        pool.Dispose();
        base.Dispose();
    }
}
