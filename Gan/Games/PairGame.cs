using GanFromScratch.Engine;
using GanFromScratch.Gan.Models;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Games;

/// <summary>
/// Images are translated, and the data says into what (Isola et al. 2017): the discriminator judges pairs (A, B) and (A, G(A)), and the
/// generator's loss has λ · mean |B − G(A)| besides.
/// </summary>
/// <param name="model">Says which channels are A and B.</param>
/// <param name="reconstruction">λ.</param>
public sealed class PairGame(TranslationModel model, float reconstruction) : Game
{
    public override Tensor Fake(Sequential generator, Tensor x)
    {
        Tensor input = model.Input(x);
        return TranslationModel.Pair(input, generator.Forward(input));
    }

    public override Tensor? Term(Sequential generator, Tensor x, Tensor fake) =>
        reconstruction > 0 ? model.Output(fake).L1Loss(model.Output(x)) * reconstruction : null;
}
