namespace GanFromScratch.Gan.Scores.Measures;

/// <summary>
/// exp( E_x KL( p(y|x) ‖ p(y) ) ), p(y) = E_x p(y|x): Salimans et al. 2016 (arXiv 1606.03498, section 4), with a classifier of the data
/// at hand in place of Inception. From 1, when the classifier finds all images alike or is sure of none, to the number of classes, when it
/// is sure of each and all classes are as frequent. It does not see whether images of a class differ.
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
            // p·ln p goes to 0 with p; a class that no image has adds nothing.
            double p = probabilities[i];
            if (p > 0)
                divergence += p * Math.Log(p / marginal[i % classes]);
        }

        return Math.Exp(divergence / count);
    }
}
