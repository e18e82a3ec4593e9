using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.MatMul;

namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>
/// <see cref="Conv2dWeightGradient"/> of images with few channels: lanes are neighbouring pixels of one image. Each weight is the dot
/// product of a plane of dy, read in place, and the patch under its tap. A tile is 4 output channels × 6 taps, each sum a register: ten
/// loads for 24 multiply-adds.
/// <para>
/// Images are divided into at most <see cref="MostParts"/> parts, each with its own sums, which are folded at the end: parts and their
/// order depend on the sizes alone, for any number of threads.
/// </para>
/// </summary>
internal readonly unsafe struct Conv2dWeightGradientPixels : ISimdLaunch<Conv2dWeightGradientPixels>
{
    public const int Phases = 2;

    private const int MostParts = 16, Channels = 4, Taps = 6;

    private readonly Conv2d sizes;
    private readonly PixelPlanes layout;
    private readonly bool folding, accumulate;
    private readonly int taps, pixels, tapGroups, channelGroups;
    private readonly float* x, dy, dw, sums;

    public Conv2dWeightGradientPixels(
        Conv2d sizes, bool accumulate, int phase, BufferView x, BufferView dy, BufferView dw, BufferView scratch)
    {
        this.sizes = sizes;
        this.accumulate = accumulate;
        folding = phase == 1;
        layout = new PixelPlanes(sizes);
        taps = sizes.C * sizes.KH * sizes.KW;
        pixels = sizes.OutH * sizes.OutW;
        tapGroups = Groups(taps, Taps);
        channelGroups = Groups(sizes.O, Channels);
        this.x = CpuBuffer.Pointer(x);
        this.dy = CpuBuffer.Pointer(dy);
        this.dw = CpuBuffer.Pointer(dw);
        sums = CpuBuffer.Pointer(scratch);
    }

    public static bool WantsWidest => true;

    /// <summary>Parts of the images; then: output channels.</summary>
    public int Items => folding ? sizes.O : Parts(sizes);

    public int Grain => folding ? 8 : 1;

    private int SumsOfAPart => channelGroups * tapGroups * Channels * Taps * PartialLanes.Widest;

    /// <summary>Runs its phases in order.</summary>
    public static void Run(CpuDevice cpu, Conv2d sizes, bool accumulate, BufferView x, BufferView dy, BufferView dw)
    {
        int length = Scratch(sizes);
        DeviceBuffer buffer = cpu.Rent(length);
        var scratch = new BufferView(buffer, 0, length);
        for (int phase = 0; phase < Phases; phase++)
            cpu.Launch(new Conv2dWeightGradientPixels(sizes, accumulate, phase, x, dy, dw, scratch));
        buffer.Release();
    }

    /// <summary>Floats of scratch memory: a register for each sum of each part.</summary>
    public static int Scratch(Conv2d sizes) => Device.LengthOf(
        (long)Parts(sizes) * Groups(sizes.O, Channels) * Groups(
            sizes.C * sizes.KH * sizes.KW, Taps) * Channels * Taps * PartialLanes.Widest);

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        if (folding)
            Fold<L>(begin, end);
        else
            Sum<L>(begin, end);
    }

    private static int Parts(Conv2d sizes) => Math.Clamp(sizes.N, 1, MostParts);

    private static int Groups(int count, int size) => (count + size - 1) / size;

    private void Sum<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        int parts = Parts(sizes), whole = pixels / L.Count, rest = pixels - (whole * L.Count),
        patch = ((whole + 1) * L.Count) + PartialLanes.Widest;
        int allTaps = tapGroups * Taps;
        MatMulScratch scratch = MatMulScratch.OfThisThread(allTaps * patch, layout.Length + (Channels * L.Count));
        float* patches = scratch.A, planes = scratch.B, tails = planes + layout.Length;
        // These stay zero: the taps that are missing from the last tile, the values after a patch, and the border of the planes.
        new Span<float>(patches, allTaps * patch).Clear();
        new Span<float>(planes, layout.Length).Clear();
        for (int part = begin; part < end; part++)
        {
            float* partSums = sums + ((nint)part * SumsOfAPart);
            new Span<float>(partSums, SumsOfAPart).Clear();
            for (int n = part * sizes.N / parts; n < (part + 1) * sizes.N / parts; n++)
            {
                layout.Fill(x + ((nint)n * sizes.C * sizes.H * sizes.W), planes);
                layout.CopyPatches<L>(sizes, planes, patches, patch);
                float* tile = partSums;
                for (int o = 0; o < sizes.O; o += Channels)
                {
                    float* plane = dy + ((((nint)n * sizes.O) + o) * pixels);
                    int channels = Math.Min(Channels, sizes.O - o);
                    if (rest > 0)
                        CopyTails<L>(plane + (whole * L.Count), channels, rest, tails);
                    for (int tap = 0; tap < allTaps; tap += Taps, tile += Channels * Taps * L.Count)
                    {
                        float* from = patches + (tap * patch);
                        // The last channel is repeated in place of channels that do not exist.
                        Dots<L>(
                            plane, Math.Min(1, channels - 1) * pixels, Math.Min(2, channels - 1) * pixels,
                            Math.Min(3, channels - 1) * pixels, from, patch, whole, tile);
                        if (rest > 0)
                            Dots<L>(tails, L.Count, 2 * L.Count, 3 * L.Count, from + (whole * L.Count), patch, 1, tile);
                    }
                }
            }
        }
    }

    /// <summary>The pixels that do not fill a register, of some channels, with zeros behind them.</summary>
    private void CopyTails<L>(float* from, int channels, int rest, float* tails)
        where L : unmanaged, ILanes<L>
    {
        for (int o = 0; o < Channels; o++, tails += L.Count)
            PartialLanes.Load<L>(from + (Math.Min(o, channels - 1) * pixels), rest).Store(tails);
    }

    /// <summary>Continues a tile's sums over so many registers of pixels.</summary>
    private static void Dots<L>(float* a, int a1, int a2, int a3, float* b, int stride, int count, float* sums)
        where L : unmanaged, ILanes<L>
    {
        for (int half = 0; half < 2; half++, b += 3 * stride, sums += 12 * L.Count)
        {
            L s00 = At<L>(sums, 0), s01 = At<L>(sums, 1), s02 = At<L>(sums, 2), s10 = At<L>(sums, 3), s11 = At<L>(sums, 4),
            s12 = At<L>(sums, 5);
            L s20 = At<L>(sums, 6), s21 = At<L>(sums, 7), s22 = At<L>(sums, 8), s30 = At<L>(sums, 9), s31 = At<L>(sums, 10),
            s32 = At<L>(sums, 11);
            float* pa = a, pb = b;
            for (int i = 0; i < count; i++, pa += L.Count, pb += L.Count)
            {
                L b0 = L.Load(pb), b1 = L.Load(pb + stride), b2 = L.Load(pb + (2 * stride)), v = L.Load(pa);
                s00 = L.MultiplyAdd(v, b0, s00);
                s01 = L.MultiplyAdd(v, b1, s01);
                s02 = L.MultiplyAdd(v, b2, s02);
                v = L.Load(pa + a1);
                s10 = L.MultiplyAdd(v, b0, s10);
                s11 = L.MultiplyAdd(v, b1, s11);
                s12 = L.MultiplyAdd(v, b2, s12);
                v = L.Load(pa + a2);
                s20 = L.MultiplyAdd(v, b0, s20);
                s21 = L.MultiplyAdd(v, b1, s21);
                s22 = L.MultiplyAdd(v, b2, s22);
                v = L.Load(pa + a3);
                s30 = L.MultiplyAdd(v, b0, s30);
                s31 = L.MultiplyAdd(v, b1, s31);
                s32 = L.MultiplyAdd(v, b2, s32);
            }

            s00.Store(sums);
            s01.Store(sums + L.Count);
            s02.Store(sums + (2 * L.Count));
            s10.Store(sums + (3 * L.Count));
            s11.Store(sums + (4 * L.Count));
            s12.Store(sums + (5 * L.Count));
            s20.Store(sums + (6 * L.Count));
            s21.Store(sums + (7 * L.Count));
            s22.Store(sums + (8 * L.Count));
            s30.Store(sums + (9 * L.Count));
            s31.Store(sums + (10 * L.Count));
            s32.Store(sums + (11 * L.Count));
        }
    }

    private static L At<L>(float* sums, int i)
        where L : unmanaged, ILanes<L> =>
        L.Load(sums + (i * L.Count));

    /// <summary>Folds the parts' registers, then the lanes of each.</summary>
    private void Fold<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        int parts = Parts(sizes);
        for (int o = begin; o < end; o++)
        {
            for (int tap = 0; tap < taps; tap++)
            {
                // A tile is two halves of [4 channels] [3 taps].
                int half = tap / 3, at = (
                    (((o / Channels * tapGroups * 2) + half) * Channels * 3) + (o % Channels * 3) + (tap % 3)) * L.Count;
                L sum = L.Zero;
                for (int part = 0; part < parts; part++)
                    sum += L.Load(sums + ((nint)part * SumsOfAPart) + at);
                float* to = dw + (o * taps) + tap;
                *to = accumulate ? *to + sum.Sum() : sum.Sum();
            }
        }
    }
}
