namespace GanFromScratch.Gan.Scores.Measures;

/// <summary>
/// exp( E_x KL( p(y|x) ‖ p(y) ) ), p(y) = E_x p(y|x): Salimans et al. 2016 (arXiv 1606.03498, section 4), the Inception score with a
/// classifier trained on this data in place of Inception. It ranges from 1, if the classifier gives all images the same class or is
/// uncertain of all, to the number of classes, if it is certain of each image and all classes are equally frequent. It does not detect
/// whether images of a class differ.
/// </summary>
internal static class ClassifierScore
{
    /// <param name="probabilities">N × classes, each row p(y|x).</param>
    public static double Of(ReadOnlySpan<float> probabilities, int classes)
    {
        int count = probabilities.Length / classes;
        double[] marginal = new double[classes];
        for (int i = 0; i < probabilities.Length; i++)
            marginal[i % classes] += (double)probabilities[i] / count;

        double divergence = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            // p·ln p → 0 as p → 0: a class without images adds nothing.
            double p = probabilities[i];
            if (p > 0)
                divergence += p * Math.Log(p / marginal[i % classes]);
        }

        return Math.Exp(divergence / count);
    }
}
