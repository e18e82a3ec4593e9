namespace GanFromScratch.Engine.Ops;

/// <summary>
/// x / √(mean of x² over the channels + ε): scales each pixel's vector to the length √C. Shapes: x and y (N, C) or (N, C, …).
/// Karras, Aila, Laine, Lehtinen, "Progressive Growing of GANs for Improved Quality, Stability, and Variation", ICLR 2018.
/// </summary>
internal static class PixelNormOp
{
    public static Tensor Apply(Tensor x, float epsilon) =>
        x.Rank < 2 || x.Shape[1] < 1
            ? throw new ShapeException($"PixelNorm needs an input of shape (N, C) or (N, C, …) with at least one channel, got {x.Shape}.")
            : x / (x.Square().Mean([1], keepDims: true) + epsilon).Sqrt();
}
