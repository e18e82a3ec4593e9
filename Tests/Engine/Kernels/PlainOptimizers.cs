namespace GanFromScratch.Tests.Engine.Kernels;

/// <summary>
/// PyTorch's optimizers for a single parameter, as its documentation writes them, in double: the oracle for the update rules.
/// </summary>
internal static class PlainOptimizers
{
    /// <summary>torch.optim.Adam, and AdamW where <paramref name="decoupled"/>.</summary>
    public static double[] Adam(
        double p, double[] gradients, double lr, double beta1, double beta2, double eps, double decay, bool decoupled,
        bool amsGrad = false)
    {
        double m = 0, v = 0, largest = 0;
        return Array.ConvertAll(Numbered(gradients), step =>
        {
            (int t, double g) = step;
            if (decoupled)
                p -= lr * decay * p;
            else
                g += decay * p;
            m = (beta1 * m) + ((1 - beta1) * g);
            v = (beta2 * v) + ((1 - beta2) * g * g);
            largest = Math.Max(largest, v);
            double mean = m / (1 - Math.Pow(beta1, t)), square = (amsGrad ? largest : v) / (1 - Math.Pow(beta2, t));
            return p -= lr * mean / (Math.Sqrt(square) + eps);
        });
    }

    /// <summary>torch.optim.SGD.</summary>
    public static double[] Sgd(double p, double[] gradients, double lr, double momentum, double dampening, double decay, bool nesterov)
    {
        double b = 0;
        return Array.ConvertAll(Numbered(gradients), step =>
        {
            (int t, double g) = step;
            g += decay * p;
            if (momentum != 0)
            {
                b = t > 1 ? (momentum * b) + ((1 - dampening) * g) : g;
                g = nesterov ? g + (momentum * b) : b;
            }

            return p -= lr * g;
        });
    }

    /// <summary>torch.optim.RMSprop.</summary>
    public static double[] RmsProp(
        double p, double[] gradients, double lr, double alpha, double eps, double decay, double momentum, bool centered)
    {
        double v = 0, average = 0, b = 0;
        return Array.ConvertAll(Numbered(gradients), step =>
        {
            double g = step.G + (decay * p), square;
            v = (alpha * v) + ((1 - alpha) * g * g);
            square = v;
            if (centered)
            {
                average = (average * alpha) + ((1 - alpha) * g);
                square = v - (average * average);
            }

            if (momentum == 0)
                return p -= lr * g / (Math.Sqrt(square) + eps);
            b = (momentum * b) + (g / (Math.Sqrt(square) + eps));
            return p -= lr * b;
        });
    }

    private static (int T, double G)[] Numbered(double[] gradients) => [.. gradients.Select((g, i) => (i + 1, g))];
}
