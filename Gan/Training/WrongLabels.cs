using GanFromScratch.Engine;
using GanFromScratch.Gan.Conditions;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Training;

/// <summary>
/// The third sort of items of GAN-CLS (Reed et al. 2016, algorithm 1): real samples with the labels of others, which the discriminator
/// must tell from real ones with their own. So it learns that a sample must fit its label, not only look real. In a batch each sample gets
/// the label of the one before it.
/// </summary>
internal static class WrongLabels
{
    /// <summary>½ · (loss + loss against wrong labels): for cross-entropy log D(x, y) + ½ (log(1 − D(x, ŷ)) + log(1 − D(G(z, y), y))).
    /// </summary>
    /// <param name="loss">The discriminator's, of real samples and generated ones.</param>
    /// <param name="condition">Says whether there are such items; otherwise the loss is returned.</param>
    /// <param name="against">The same with real samples in the place of generated ones, under the labels there are then.</param>
    public static Tensor AddTo(Tensor loss, Condition condition, Func<Tensor> against)
    {
        if (!condition.JudgesMatches)
            return loss;
        ClassLabels labels = condition.Labels;
        Tensor own = labels.Required;
        int n = own.Shape[0];
        labels.Current = Tensor.Concat([own.Slice(0, n - 1, 1), own.Slice(0, 0, n - 1)], 0);
        Tensor wrong = against();
        labels.Current = own;
        return (loss + wrong) * 0.5;
    }
}
