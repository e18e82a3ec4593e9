using GanFromScratch.Engine.Kernels.Resample;

namespace GanFromScratch.Engine.Ops;

/// <summary>
/// Pixels of an image around it; see <see cref="ReflectionPad"/>, <see cref="ReplicationPad"/>. Shapes: x (N, C, H, W), y (N, C, top + H +
/// bottom, left + W + right).
/// </summary>
internal static class Pad2dOp
{
    public static Tensor Apply(Tensor x, int top, int bottom, int left, int right, PadMode mode)
    {
        ResampleOp.Check("Pad2d", x.Shape);
        (int h, int w) = (x.Shape[2], x.Shape[3]);
        if (Math.Min(Math.Min(top, bottom), Math.Min(left, right)) < 0)
            throw new ShapeException($"Pad2d of {x.Shape}: padding cannot be negative, got {top}, {bottom}, {left}, {right}.");
        if (mode == PadMode.Reflect && (Math.Max(top, bottom) >= h || Math.Max(left, right) >= w))
        {
            throw new ShapeException(
                $"Pad2d of {x.Shape}: a reflected padding must be smaller than the image, got {top} above, {bottom} below, {left} to the "
                + $"left, {right} to the right.");
        }

        ResampleOp.CheckLength("Pad2d", "the result", top + h + bottom, left + w + right);
        return mode == PadMode.Reflect
            ? ResampleOp.Apply(x, new ReflectionPad(h, top, bottom), new ReflectionPad(w, left, right))
            : ResampleOp.Apply(x, new ReplicationPad(h, top, bottom), new ReplicationPad(w, left, right));
    }
}
