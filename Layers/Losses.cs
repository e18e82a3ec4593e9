using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// How wrong a network is, as one number of shape (): the mean over all elements, or over the samples of a classification.
/// </summary>
public static class Losses
{
    /// <summary>Binary cross-entropy of probabilities in [0, 1]: −mean(t·ln p + (1 − t)·ln(1 − p)), logarithms not below −100.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor Bce(Tensor probabilities, Tensor targets) => Check("Bce", probabilities, targets).BinaryCrossEntropy(targets);

    /// <summary>Binary cross-entropy of sigmoid(logits), computed without overflow.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor BceWithLogits(Tensor logits, Tensor targets) =>
        Check("BceWithLogits", logits, targets).BinaryCrossEntropyWithLogits(targets);

    /// <summary>mean (x − t)².</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor Mse(Tensor predictions, Tensor targets) => Check("Mse", predictions, targets).MeanSquaredError(targets);

    /// <summary>mean |x − t|.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor L1(Tensor predictions, Tensor targets) => Check("L1", predictions, targets).L1Loss(targets);

    /// <summary>mean −ln softmax(logits)[class]. Shapes: logits (N, C), classes (N) holding whole numbers in [0, C).</summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Tensor CrossEntropy(Tensor logits, Tensor classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        CheckClasses(logits, classes.Shape);
        return logits.CrossEntropy(classes);
    }

    /// <summary>As above, with the classes from the host.</summary>
    /// <exception cref="InputException">A class is not in [0, C).</exception>
    public static Tensor CrossEntropy(Tensor logits, ReadOnlySpan<int> classes)
    {
        CheckClasses(logits, [classes.Length]);
        float[] values = new float[classes.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = classes[i] >= 0 && classes[i] < logits.Shape[1]
                ? classes[i]
                : throw new InputException(
                    $"CrossEntropy: expected classes from 0 to {logits.Shape[1] - 1} for logits {logits.Shape}, got {classes[i]} for "
                    + $"sample {i}.");
        }

        return logits.CrossEntropy(Tensor.From(logits.Device, [values.Length], values));
    }

    private static Tensor Check(string loss, Tensor predictions, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(targets);
        return predictions.Shape == targets.Shape
            ? predictions
            : throw new ShapeException($"{loss}: expected targets of the predictions' shape {predictions.Shape}, got {targets.Shape}.");
    }

    private static void CheckClasses(Tensor logits, Shape classes)
    {
        ArgumentNullException.ThrowIfNull(logits);
        if (logits.Rank != 2 || classes != [logits.Shape[0]])
            throw new ShapeException($"CrossEntropy: expected logits (N, C) and classes (N), got {logits.Shape} and {classes}.");
    }
}
