using System.Runtime.CompilerServices;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.BatchNorm;

/// <summary>
/// <see cref="BatchNorm"/> on the CPU; <see cref="ChannelItems"/> gives its items. Three passes over x: sum, squares, result. Only the
/// first reads from memory, the others from the cache. The sums of a strip are kept in the place of their results, μ and 1/σ.
/// </summary>
internal readonly unsafe struct BatchNormSimd(BatchNorm sizes, BatchNorm.Buffers buffers, bool training) : ISimdLaunch<BatchNormSimd>
{
    private readonly BatchNorm sizes = sizes;
    private readonly ChannelItems channels = new(sizes.N, sizes.C, sizes.Inner);
    private readonly float* x = CpuBuffer.Pointer(buffers.X);
    private readonly float* y = CpuBuffer.Pointer(buffers.Y);
    private readonly float* mean = CpuBuffer.Pointer(buffers.Mean);
    private readonly float* inverse = CpuBuffer.Pointer(buffers.Inverse);
    private readonly float* gamma = PointerOrNull(buffers.Gamma);
    private readonly float* beta = PointerOrNull(buffers.Beta);
    private readonly float* runningMean = PointerOrNull(buffers.RunningMean);
    private readonly float* runningVariance = PointerOrNull(buffers.RunningVariance);
    private readonly bool training = training;

    public int Items => channels.Count;

    public int Grain => channels.Grain;

    public static float* PointerOrNull(BufferView? view) => view is BufferView present ? CpuBuffer.Pointer(present) : null;

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        for (int item = begin; item < end; item++)
        {
            int first = channels.Locate(item, out int count);
            if (training && sizes.Inner == 1)
                StripStatistics<L>(first, count);
            else if (training)
                ChannelStatistics<L>(first);
            for (int c = first; c < first + count; c++)
                FinishStatistics(c);
            if (sizes.Inner == 1)
                NormalizeStrip<L>(first, count);
            else
                NormalizeChannel<L>(first);
        }
    }

    /// <summary>Stores μ in mean and Σ (x − μ)² in inverse, for a strip of channels side by side.</summary>
    private void StripStatistics<L>(int first, int count)
        where L : unmanaged, ILanes<L>
    {
        float* sum = mean + first;
        StripTotals<L>(x + first, sizes.N, count, null, sum);
        for (int i = 0; i < count; i++)
            sum[i] /= sizes.N;
        StripTotals<L>(x + first, sizes.N, count, sum, inverse + first);
    }

    /// <summary>
    /// Pairwise summation of a strip's rows, or of their squared distances from <paramref name="centre"/> if that is given: the two
    /// halves of the rows, recursively.
    /// </summary>
    private void StripTotals<L>(float* rows, int length, int count, float* centre, float* total)
        where L : unmanaged, ILanes<L>
    {
        if (length > ChannelItems.Chain)
        {
            int half = length / 2;
            float* other = stackalloc float[ChannelItems.Strip];
            StripTotals<L>(rows, half, count, centre, total);
            StripTotals<L>(rows + ((nint)half * sizes.C), length - half, count, centre, other);
            AddRow<L>(other, total, count);
            return;
        }

        new Span<float>(total, count).Clear();
        for (int n = 0; n < length; n++, rows += sizes.C)
        {
            if (centre == null)
            {
                AddRow<L>(rows, total, count);
                continue;
            }

            int i = 0;
            for (; i <= count - L.Count; i += L.Count)
                AddSquare<L, Whole>(rows + i, centre + i, total + i, count - i);
            if (i < count)
                AddSquare<L, Rest>(rows + i, centre + i, total + i, count - i);
        }
    }

    private static void AddRow<L>(float* row, float* total, int count)
        where L : unmanaged, ILanes<L>
    {
        int i = 0;
        for (; i <= count - L.Count; i += L.Count)
            Add<L, Whole>(row + i, total + i, count - i);
        if (i < count)
            Add<L, Rest>(row + i, total + i, count - i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<L, TAccess>(float* x, float* sum, int left)
        where L : unmanaged, ILanes<L>
        where TAccess : IRegisterAccess =>
        TAccess.Store(TAccess.Load<L>(sum, left) + TAccess.Load<L>(x, left), sum, left);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddSquare<L, TAccess>(float* x, float* mean, float* squares, int left)
        where L : unmanaged, ILanes<L>
        where TAccess : IRegisterAccess
    {
        L centred = TAccess.Load<L>(x, left) - TAccess.Load<L>(mean, left);
        TAccess.Store(L.MultiplyAdd(centred, centred, TAccess.Load<L>(squares, left)), squares, left);
    }

    /// <summary>
    /// Stores μ in mean and Σ (x − μ)² in inverse, for one channel of N runs, each in pieces short enough for a float running total; the
    /// partial sums of the pieces are added in double.
    /// </summary>
    private void ChannelStatistics<L>(int c)
        where L : unmanaged, ILanes<L>
    {
        int inner = sizes.Inner;
        int piece = ChannelItems.Chain * 2 * L.Count;
        double sum = 0, squares = 0;
        for (int n = 0; n < sizes.N; n++)
        {
            float* stretch = x + ((((nint)n * sizes.C) + c) * inner);
            for (int i = 0; i < inner; i += piece)
                sum += Sum<L>(stretch + i, Math.Min(piece, inner - i));
        }

        mean[c] = (float)(sum / ((double)sizes.N * inner));
        for (int n = 0; n < sizes.N; n++)
        {
            float* stretch = x + ((((nint)n * sizes.C) + c) * inner);
            for (int i = 0; i < inner; i += piece)
                squares += Squares<L>(stretch + i, Math.Min(piece, inner - i), mean[c]);
        }

        inverse[c] = (float)squares;
    }

    // Loop unrolling: two accumulators alternate along a run, so that an addition does not wait for the one before it.
    private static float Sum<L>(float* x, int count)
        where L : unmanaged, ILanes<L>
    {
        L even = L.Zero, odd = L.Zero;
        int i = 0;
        for (; i <= count - (2 * L.Count); i += 2 * L.Count)
        {
            even += L.Load(x + i);
            odd += L.Load(x + i + L.Count);
        }

        for (; i < count; i += L.Count)
            even += PartialLanes.LoadUpTo<L>(x + i, count - i);
        return (even + odd).Sum();
    }

    private static float Squares<L>(float* x, int count, float mean)
        where L : unmanaged, ILanes<L>
    {
        L mu = L.Broadcast(mean), even = L.Zero, odd = L.Zero;
        int i = 0;
        for (; i <= count - (2 * L.Count); i += 2 * L.Count)
        {
            L a = L.Load(x + i) - mu, b = L.Load(x + i + L.Count) - mu;
            even = L.MultiplyAdd(a, a, even);
            odd = L.MultiplyAdd(b, b, odd);
        }

        for (; i <= count - L.Count; i += L.Count)
        {
            L a = L.Load(x + i) - mu;
            even = L.MultiplyAdd(a, a, even);
        }

        float sum = (even + odd).Sum();
        for (; i < count; i++)
            sum += (x[i] - mean) * (x[i] - mean);
        return sum;
    }

    /// <summary>Running statistics, and 1/√(σ² + ε), for one channel.</summary>
    private void FinishStatistics(int c)
    {
        float variance;
        if (training)
        {
            float squares = inverse[c], M = (float)((double)sizes.N * sizes.Inner);
            variance = squares / M;
            if (runningMean != null)
            {
                runningMean[c] = ((1 - sizes.Momentum) * runningMean[c]) + (sizes.Momentum * mean[c]);
                runningVariance[c] = ((1 - sizes.Momentum) * runningVariance[c]) + (sizes.Momentum * (squares / (M - 1)));
            }
        }
        else
        {
            mean[c] = runningMean[c];
            variance = runningVariance[c];
        }

        inverse[c] = 1 / MathF.Sqrt(variance + sizes.Epsilon);
    }

    private void NormalizeStrip<L>(int first, int count)
        where L : unmanaged, ILanes<L>
    {
        // A strip is a whole number of registers, so these may be read past count.
        float* scale = stackalloc float[ChannelItems.Strip], shift = stackalloc float[ChannelItems.Strip];
        for (int i = 0; i < count; i++)
        {
            scale[i] = gamma == null ? inverse[first + i] : gamma[first + i] * inverse[first + i];
            shift[i] = beta == null ? 0 : beta[first + i];
        }

        for (int n = 0; n < sizes.N; n++)
        {
            nint begin = ((nint)n * sizes.C) + first;
            float* source = x + begin, target = y + begin, mu = mean + first;
            int i = 0;
            for (; i <= count - L.Count; i += L.Count)
                Normalize<L, Whole>(source + i, L.Load(mu + i), L.Load(scale + i), L.Load(shift + i), target + i, count - i);
            if (i < count)
                Normalize<L, Rest>(
                    source + i, Rest.Load<L>(mu + i, count - i), L.Load(scale + i), L.Load(shift + i), target + i, count - i);
        }
    }

    private void NormalizeChannel<L>(int c)
        where L : unmanaged, ILanes<L>
    {
        L mu = L.Broadcast(mean[c]), scale = L.Broadcast(
            gamma == null ? inverse[c] : gamma[c] * inverse[c]), shift = L.Broadcast(beta == null ? 0 : beta[c]);
        int count = sizes.Inner;
        for (int n = 0; n < sizes.N; n++)
        {
            nint begin = (((nint)n * sizes.C) + c) * count;
            float* source = x + begin, target = y + begin;
            int i = 0;
            for (; i <= count - L.Count; i += L.Count)
                Normalize<L, Whole>(source + i, mu, scale, shift, target + i, count - i);
            if (i < count)
                Normalize<L, Rest>(source + i, mu, scale, shift, target + i, count - i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Normalize<L, TAccess>(float* x, L mean, L scale, L shift, float* y, int left)
        where L : unmanaged, ILanes<L>
        where TAccess : IRegisterAccess =>
        TAccess.Store(L.MultiplyAdd(TAccess.Load<L>(x, left) - mean, scale, shift), y, left);
}
