using System.Runtime.CompilerServices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.BatchNorm;

/// <summary>
/// <see cref="BatchNormGradient"/> on the CPU; <see cref="ChannelItems"/> gives its items. One pass for the sums dβ and dγ, then one for
/// dx = a·dy − b·(x − μ) − k with three numbers per channel: a = γ·s, b = a·s·dγ/M, k = a·dβ/M (in inference b = k = 0).
/// </summary>
internal readonly unsafe struct BatchNormGradientSimd(BatchNormGradient sizes, BatchNormGradient.Buffers buffers)
    : ISimdLaunch<BatchNormGradientSimd>
{
    private readonly BatchNormGradient sizes = sizes;
    private readonly ChannelItems channels = new(sizes.N, sizes.C, sizes.Inner);
    private readonly float* x = CpuBuffer.Pointer(buffers.X);
    private readonly float* dy = CpuBuffer.Pointer(buffers.Dy);
    private readonly float* mean = CpuBuffer.Pointer(buffers.Mean);
    private readonly float* inverse = CpuBuffer.Pointer(buffers.Inverse);
    private readonly float* gamma = BatchNormSimd.PointerOrNull(buffers.Gamma);
    private readonly float* dx = BatchNormSimd.PointerOrNull(buffers.Dx);
    private readonly float* dgamma = BatchNormSimd.PointerOrNull(buffers.DGamma);
    private readonly float* dbeta = BatchNormSimd.PointerOrNull(buffers.DBeta);

    public int Items => channels.Count;

    public int Grain => channels.Grain;

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        // Σ dy and Σ dy·(x − μ) of the item's channels, later k and b; and a.
        float* sums = stackalloc float[ChannelItems.Strip], products = stackalloc float[ChannelItems.Strip],
        scales = stackalloc float[ChannelItems.Strip];
        for (int item = begin; item < end; item++)
        {
            int first = channels.Locate(item, out int count);
            if (sizes.Inner == 1)
                StripSums<L>(first, count, sums, products);
            else
                ChannelSums<L>(first, sums, products);
            for (int i = 0; i < count; i++)
                FinishSums(first + i, ref sums[i], ref products[i], ref scales[i]);
            if (dx == null)
                continue;
            if (sizes.Inner == 1)
                StripGradient<L>(first, count, sums, products, scales);
            else
                ChannelGradient<L>(first, *sums, *products, *scales);
        }
    }

    private void StripSums<L>(int first, int count, float* sums, float* products)
        where L : unmanaged, ILanes<L>
    {
        StripTotals<L>(first, 0, sizes.N, count, sums, products);
    }

    /// <summary>Pairwise summation of rows begin … end − 1: the two halves, recursively.</summary>
    private void StripTotals<L>(int first, int begin, int end, int count, float* sums, float* products)
        where L : unmanaged, ILanes<L>
    {
        if (end - begin > ChannelItems.Chain)
        {
            int middle = begin + ((end - begin) / 2);
            float* otherSums = stackalloc float[ChannelItems.Strip], otherProducts = stackalloc float[ChannelItems.Strip];
            StripTotals<L>(first, begin, middle, count, sums, products);
            StripTotals<L>(first, middle, end, count, otherSums, otherProducts);
            for (int i = 0; i < count; i += L.Count)
            {
                (L.Load(sums + i) + L.Load(otherSums + i)).Store(sums + i);
                (L.Load(products + i) + L.Load(otherProducts + i)).Store(products + i);
            }

            return;
        }

        new Span<float>(sums, ChannelItems.Strip).Clear();
        new Span<float>(products, ChannelItems.Strip).Clear();
        float* mu = mean + first;
        for (int n = begin; n < end; n++)
        {
            nint row = ((nint)n * sizes.C) + first;
            float* rowX = x + row, rowDy = dy + row;
            int i = 0;
            for (; i <= count - L.Count; i += L.Count)
                AddTerms<L, Whole>(rowX + i, rowDy + i, mu + i, sums + i, products + i, count - i);
            if (i < count)
                AddTerms<L, Rest>(rowX + i, rowDy + i, mu + i, sums + i, products + i, count - i);
        }
    }

    // The sums have space for whole registers; lanes beyond a row's end are 0 and add nothing.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTerms<L, TAccess>(float* x, float* dy, float* mean, float* sums, float* products, int left)
        where L : unmanaged, ILanes<L>
        where TAccess : IRegisterAccess
    {
        L gradient = TAccess.Load<L>(dy, left), centred = TAccess.Load<L>(x, left) - TAccess.Load<L>(mean, left);
        (L.Load(sums) + gradient).Store(sums);
        L.MultiplyAdd(gradient, centred, L.Load(products)).Store(products);
    }

    private void ChannelSums<L>(int c, float* sum, float* product)
        where L : unmanaged, ILanes<L>
    {
        int inner = sizes.Inner;
        L mu = L.Broadcast(mean[c]);
        double total = 0, products = 0;
        for (int n = 0; n < sizes.N; n++)
        {
            nint begin = (((nint)n * sizes.C) + c) * inner;
            float* stretchX = x + begin, stretchDy = dy + begin;
            for (int i = 0; i < inner;)
            {
                // As many values as a float running total sums accurately; these partial sums are added in double.
                int end = Math.Min(i + (ChannelItems.Chain * L.Count), inner);
                L a = L.Zero, b = L.Zero;
                for (; i <= end - L.Count; i += L.Count)
                {
                    L gradient = L.Load(stretchDy + i);
                    a += gradient;
                    b = L.MultiplyAdd(gradient, L.Load(stretchX + i) - mu, b);
                }

                if (i < end)
                {
                    // In missing lanes dy is 0, so (0 − μ) drops out of the product.
                    L gradient = PartialLanes.Load<L>(stretchDy + i, end - i);
                    a += gradient;
                    b = L.MultiplyAdd(gradient, PartialLanes.Load<L>(stretchX + i, end - i) - mu, b);
                    i = end;
                }

                total += a.Sum();
                products += b.Sum();
            }
        }

        *sum = (float)total;
        *product = (float)products;
    }

    /// <summary>Turns the sums of one channel into dβ and dγ, and into k, b and a.</summary>
    private void FinishSums(int c, ref float sum, ref float product, ref float scale)
    {
        float s = inverse[c], M = (float)((double)sizes.N * sizes.Inner), xhat = product * s;
        if (dbeta != null)
            dbeta[c] = sizes.AccumulateBeta ? dbeta[c] + sum : sum;
        if (dgamma != null)
            dgamma[c] = sizes.AccumulateGamma ? dgamma[c] + xhat : xhat;
        scale = gamma == null ? s : gamma[c] * s;
        sum = sizes.Training ? scale * sum / M : 0;
        product = sizes.Training ? scale * s * xhat / M : 0;
    }

    private void StripGradient<L>(int first, int count, float* k, float* b, float* a)
        where L : unmanaged, ILanes<L>
    {
        float* mu = mean + first;
        for (int n = 0; n < sizes.N; n++)
        {
            nint begin = ((nint)n * sizes.C) + first;
            float* rowX = x + begin, rowDy = dy + begin, target = dx + begin;
            int i = 0;
            for (; i <= count - L.Count; i += L.Count)
                Mix<L, Whole>(rowX + i, rowDy + i, L.Load(mu + i), L.Load(k + i), L.Load(b + i), L.Load(a + i), target + i, count - i);
            if (i < count)
                Mix<L, Rest>(
                    rowX + i, rowDy + i, Rest.Load<L>(mu + i, count - i), L.Load(k + i), L.Load(b + i), L.Load(a + i), target + i,
                    count - i);
        }
    }

    private void ChannelGradient<L>(int c, float k, float b, float a)
        where L : unmanaged, ILanes<L>
    {
        int count = sizes.Inner;
        L mu = L.Broadcast(mean[c]), constant = L.Broadcast(k), slope = L.Broadcast(b), scale = L.Broadcast(a);
        for (int n = 0; n < sizes.N; n++)
        {
            nint begin = (((nint)n * sizes.C) + c) * count;
            float* stretchX = x + begin, stretchDy = dy + begin, target = dx + begin;
            int i = 0;
            for (; i <= count - L.Count; i += L.Count)
                Mix<L, Whole>(stretchX + i, stretchDy + i, mu, constant, slope, scale, target + i, count - i);
            if (i < count)
                Mix<L, Rest>(stretchX + i, stretchDy + i, mu, constant, slope, scale, target + i, count - i);
        }
    }

    /// <summary>dx = a·dy − b·(x − μ) − k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix<L, TAccess>(float* x, float* dy, L mean, L k, L b, L a, float* dx, int left)
        where L : unmanaged, ILanes<L>
        where TAccess : IRegisterAccess
    {
        L mixed = L.MultiplyAdd(b, mean - TAccess.Load<L>(x, left), -k);
        TAccess.Store(L.MultiplyAdd(a, TAccess.Load<L>(dy, left), mixed), dx, left);
    }
}
