using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>Batch normalisation of an image's channels (torch.nn.BatchNorm2d). Shapes: x (N, C, H, W).</summary>
public sealed class BatchNorm2d : BatchNorm
{
    /// <param name="features">C, at least 1.</param>
    /// <param name="random">Determines the device; β starts at 0.</param>
    /// <param name="epsilon">Added to the variance, so that the square root is not 0.</param>
    /// <param name="momentum">Weight of each batch in the exponential moving average, in [0, 1]; null for the mean of all batches so far.
    /// </param>
    /// <param name="affine">Whether there are γ and β.</param>
    /// <param name="weights">How γ starts: at 1 if left out.</param>
    /// <param name="trackRunningStatistics">Whether running averages are kept; without them the batch's statistics are always used.
    /// </param>
    public BatchNorm2d(
        int features,
        RandomSource random,
        float epsilon = 1e-5f,
        float? momentum = 0.1f,
        bool affine = true,
        Initializer? weights = null,
        bool trackRunningStatistics = true)
        : base(features, random, epsilon, momentum, affine, weights, trackRunningStatistics)
    {
    }

    public override Shape OutputShape(Shape input) =>
        input.Rank == 4 && input[1] == Features ? input : throw WrongInput($"(N, {Features}, H, W)", input);
}
