using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Loss;

namespace GanFromScratch.Layers;

/// <summary>How the losses of all elements, or of all samples of a classification, are reduced.</summary>
public enum Reduction
{
    /// <summary>Their mean, of shape ().</summary>
    Mean,

    /// <summary>Their sum, of shape ().</summary>
    Sum,

    /// <summary>No reduction: the shape of the predictions, or (N) for a classification.</summary>
    None,
}

/// <summary>
/// Loss functions: by default one number of shape (), the mean over all elements, or over the samples of a classification. Names, settings
/// and defaults are those of torch.nn.
/// </summary>
public static class Losses
{
    /// <summary>Binary cross-entropy of probabilities in [0, 1]: −(t·ln p + (1 − t)·ln(1 − p)), logarithms clamped at −100.</summary>
    /// <param name="weight">A factor for each element, of a shape that broadcasts to the predictions'; the mean still divides by the number
    /// of elements.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor BinaryCrossEntropy(
        Tensor probabilities, Tensor targets, Reduction reduction = Reduction.Mean, Tensor? weight = null)
    {
        Check(nameof(BinaryCrossEntropy), probabilities, targets);
        return reduction == Reduction.Mean && weight == null
            ? probabilities.BinaryCrossEntropy(targets)
            : Reduce(Weighted(nameof(BinaryCrossEntropy), probabilities.Apply(targets, default(BinaryCrossEntropy)), weight), reduction);
    }

    /// <summary>Binary cross-entropy of sigmoid(logits), computed without overflow.</summary>
    /// <param name="weight">As for <see cref="BinaryCrossEntropy"/>.</param>
    /// <param name="positiveWeight">
    /// A factor for the term of the positive targets, −w·t·ln p − (1 − t)·ln(1 − p), of a shape that broadcasts to the predictions'
    /// (pos_weight).
    /// </param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor BinaryCrossEntropyWithLogits(
        Tensor logits, Tensor targets, Reduction reduction = Reduction.Mean, Tensor? weight = null, Tensor? positiveWeight = null)
    {
        Check(nameof(BinaryCrossEntropyWithLogits), logits, targets);
        if (reduction == Reduction.Mean && weight == null && positiveWeight == null)
            return logits.BinaryCrossEntropyWithLogits(targets);

        // −ln p is softplus(−x), and −ln(1 − p) is softplus(−x) + x.
        Tensor each = positiveWeight == null
            ? logits.Apply(targets, default(BinaryCrossEntropyWithLogits))
            : ((1 - targets) * logits) + ((1 + ((positiveWeight - 1) * targets)) * (-logits).Softplus());
        each = SameShape(nameof(BinaryCrossEntropyWithLogits), each, logits);
        return Reduce(Weighted(nameof(BinaryCrossEntropyWithLogits), each, weight), reduction);
    }

    /// <summary>(x − t)².</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor Mse(Tensor predictions, Tensor targets, Reduction reduction = Reduction.Mean)
    {
        Check(nameof(Mse), predictions, targets);
        return reduction == Reduction.Mean
            ? predictions.MeanSquaredError(targets)
            : Reduce(predictions.Apply(targets, default(SquaredError)), reduction);
    }

    /// <summary>|x − t|.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor L1(Tensor predictions, Tensor targets, Reduction reduction = Reduction.Mean)
    {
        Check(nameof(L1), predictions, targets);
        return reduction == Reduction.Mean
            ? predictions.L1Loss(targets)
            : Reduce(predictions.Apply(targets, default(AbsoluteError)), reduction);
    }

    /// <summary>
    /// −ln softmax(logits)[class]. Shapes: logits (N, C) or (N, C, d₁, …) with a class for each position, classes (N) or (N, d₁, …) holding
    /// whole numbers in [0, C).
    /// </summary>
    /// <param name="weight">A factor for each class, of shape (C); the mean is then Σ w·loss / Σ w of the samples' classes.</param>
    /// <param name="ignoreIndex">Samples of this class are excluded, from the mean's denominator too.</param>
    /// <param name="labelSmoothing">In [0, 1]: the share of the target that is spread evenly over all classes.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="InputException">A label smoothing outside of [0, 1].</exception>
    public static Tensor CrossEntropy(
        Tensor logits,
        Tensor classes,
        Reduction reduction = Reduction.Mean,
        Tensor? weight = null,
        int? ignoreIndex = null,
        float labelSmoothing = 0)
    {
        ArgumentNullException.ThrowIfNull(classes);
        CheckClasses(logits, classes.Shape);
        if (logits.Rank > 2)
        {
            // (N, C, d₁, …) as rows of C logits: each position is a sample of its own.
            int[] channelsLast = [0, .. Enumerable.Range(2, logits.Rank - 2), 1];
            Tensor rows = logits.Permute(channelsLast).Reshape(-1, logits.Shape[1]);
            Tensor result = CrossEntropy(rows, classes.Reshape(-1), reduction, weight, ignoreIndex, labelSmoothing);
            return reduction == Reduction.None ? result.Reshape(classes.Shape) : result;
        }

        if (!(labelSmoothing is >= 0 and <= 1))
            throw new InputException($"CrossEntropy: label smoothing must lie in [0, 1], got {labelSmoothing}.");
        if (weight != null && weight.Shape != [logits.Shape[1]])
            throw new ShapeException(
                $"CrossEntropy of logits {logits.Shape}: the weights must have shape ({logits.Shape[1]}), got {weight.Shape}.");
        return reduction == Reduction.Mean && weight == null && ignoreIndex == null && labelSmoothing == 0
            ? logits.CrossEntropy(classes)
            : GeneralCrossEntropy(logits, classes, reduction, weight, ignoreIndex, labelSmoothing);
    }

    /// <summary>As above, with the classes from the host.</summary>
    /// <exception cref="InputException">A class is neither in [0, C) nor to be ignored, or a label smoothing outside of [0, 1].</exception>
    public static Tensor CrossEntropy(
        Tensor logits,
        ReadOnlySpan<int> classes,
        Reduction reduction = Reduction.Mean,
        Tensor? weight = null,
        int? ignoreIndex = null,
        float labelSmoothing = 0)
    {
        CheckClasses(logits, [classes.Length]);
        for (int i = 0; i < classes.Length; i++)
        {
            if (classes[i] != ignoreIndex && (classes[i] < 0 || classes[i] >= logits.Shape[1]))
                throw new InputException(
                    $"CrossEntropy: expected classes from 0 to {logits.Shape[1] - 1} for logits {logits.Shape}, got {classes[i]} for "
                    + $"sample {i}.");
        }

        Tensor onDevice = Tensor.From(logits.Device, [classes.Length], classes);
        return CrossEntropy(logits, onDevice, reduction, weight, ignoreIndex, labelSmoothing);
    }

    private static Tensor GeneralCrossEntropy(
        Tensor logits, Tensor classes, Reduction reduction, Tensor? weight, int? ignoreIndex, float labelSmoothing)
    {
        Tensor zero = Tensor.Scalar(logits.Device, 0);
        Tensor counts = ignoreIndex is int ignored
            ? 1 - classes.EqualTo(Tensor.Scalar(logits.Device, ignored))
            : Tensor.Ones(logits.Device, classes.Shape);
        int C = logits.Shape[1];
        Tensor chosen = Tensor.Where(counts, classes, zero).OneHot(C);

        // A logit of −∞ must not contribute unless it is the sample's own class; 0·(−∞) is NaN, so Where and not a product.
        Tensor logarithms = logits.LogSoftmax(), weighted = weight == null ? logarithms : logarithms * weight;
        Tensor own = -Tensor.Where(chosen, weighted, zero).Sum([1]);

        // An invalid class has a row of NaN in the one-hot matrix; this term passes the NaN on to the loss.
        own += chosen.Sum([1]) - 1;
        Tensor each = labelSmoothing == 0
            ? own
            : (own * (1 - labelSmoothing)) + (weighted.Sum([1]) * (-labelSmoothing / C));
        each = Tensor.Where(counts, each, zero);
        if (reduction != Reduction.Mean)
            return Reduce(each, reduction);
        Tensor shares = weight == null ? counts : (chosen * weight).Sum([1]) * counts;
        return each.Sum() / shares.Sum();
    }

    private static Tensor Reduce(Tensor each, Reduction reduction) => reduction switch
    {
        Reduction.Mean => each.Mean(),
        Reduction.Sum => each.Sum(),
        _ => each,
    };

    private static Tensor Weighted(string loss, Tensor each, Tensor? weight) =>
        weight == null ? each : SameShape(loss, each * weight, each);

    private static Tensor SameShape(string loss, Tensor weighted, Tensor predictions) => weighted.Shape == predictions.Shape
        ? weighted
        : throw new ShapeException(
            $"{loss}: the weights must broadcast to the predictions' shape {predictions.Shape}, but with them it became {weighted.Shape}.");

    private static void Check(string loss, Tensor predictions, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(targets);
        ShapeException.ThrowIfTargetsDiffer(loss, predictions.Shape, targets.Shape);
    }

    private static void CheckClasses(Tensor logits, Shape classes)
    {
        ArgumentNullException.ThrowIfNull(logits);
        if (logits.Rank < 2 || classes != [logits.Shape[0], .. logits.Shape.Skip(2)])
            throw new ShapeException(
                $"CrossEntropy: expected logits (N, C) and classes (N), or (N, C, d₁, …) and (N, d₁, …), got {logits.Shape} and "
                + $"{classes}.");
    }
}
