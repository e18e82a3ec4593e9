namespace GanFromScratch.Gan.Data;

/// <summary>
/// The weights by which a line of <c>from</c> samples becomes one of <c>to</c>: sample t is Σ weight[t][k] · line[start[t] + k].
/// Shrinking, sample t covers the box [t, t + 1) · from / to and takes each source sample by the share it covers. Growing, it lies between
/// two source centres and takes each by its nearness; beyond the first and last centre it repeats them.
/// </summary>
internal sealed class AxisResize
{
    private readonly int[] _start;
    private readonly float[][] _weights;

    internal AxisResize(int from, int to)
    {
        _start = new int[to];
        _weights = new float[to][];
        double scale = (double)from / to;
        for (int t = 0; t < to; t++)
        {
            if (from > to)
                Box(t, from, scale);
            else
                Linear(t, from, scale);
        }
    }

    /// <summary>Resizes <paramref name="lines"/> parallel lines; strides say how rows or columns lie in memory.</summary>
    internal void Apply(
        ReadOnlySpan<float> source, Span<float> target, int lines, int lineStride, int step, int targetLineStride, int targetStep)
    {
        // Weights outermost: each is fetched once and then used along all lines.
        for (int t = 0; t < _start.Length; t++)
        {
            float[] weights = _weights[t];
            for (int k = 0; k < weights.Length; k++)
            {
                float weight = weights[k];
                int from = (_start[t] + k) * step, to = t * targetStep;
                for (int line = 0; line < lines; line++, from += lineStride, to += targetLineStride)
                    target[to] = (k == 0 ? 0 : target[to]) + (weight * source[from]);
            }
        }
    }

    private void Box(int t, int from, double scale)
    {
        double left = t * scale, right = Math.Min(left + scale, from);
        int first = (int)left, last = Math.Min((int)Math.Ceiling(right), from) - 1;
        _start[t] = first;
        _weights[t] = new float[last - first + 1];
        for (int s = first; s <= last; s++)
            _weights[t][s - first] = (float)((Math.Min(right, s + 1) - Math.Max(left, s)) / scale);
    }

    private void Linear(int t, int from, double scale)
    {
        double centre = Math.Clamp(((t + 0.5) * scale) - 0.5, 0, from - 1);
        int first = (int)centre;
        double nearness = centre - first;
        _start[t] = first;
        _weights[t] = nearness > 0 ? [(float)(1 - nearness), (float)nearness] : [1];
    }
}
