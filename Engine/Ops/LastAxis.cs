namespace GanFromScratch.Engine.Ops;

/// <summary>For kernels that work along the last axis: moves another axis there and back.</summary>
internal static class LastAxis
{
    /// <summary>Applies <paramref name="op"/>, which keeps the shape, with <paramref name="axis"/> exchanged for the last axis.</summary>
    public static Tensor Through(Tensor x, int axis, Func<Tensor, Tensor> op)
    {
        // Exchanging two axes is its own inverse.
        int[] order = new int[x.Rank];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        (order[axis], order[^1]) = (order[^1], order[axis]);
        return op(x.Permute(order)).Permute(order);
    }
}
