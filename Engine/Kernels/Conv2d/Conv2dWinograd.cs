using System.Runtime.CompilerServices;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.MatMul;

namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>
/// A 3×3 convolution of stride 1, or its transpose, by Winograd's F(2×2, 3×3): 16 multiplications for 4 outputs where the definition
/// takes 36. One output row of two, y = (d₀ d₁ d₂; d₁ d₂ d₃)·g, is
/// <code>
/// y₀ = m₀ + m₁ + m₂      m₀ = (d₀ − d₂)·g₀      m₁ = (d₁ + d₂)·(g₀ + g₁ + g₂)/2
/// y₁ = m₁ − m₂ − m₃      m₃ = (d₁ − d₃)·g₂      m₂ = (d₂ − d₁)·(g₀ − g₁ + g₂)/2
/// </code>
/// and in two dimensions the same down the columns and then along the rows. Summed over channels, each of the 16 m is a separate matrix
/// product, which the tiles of <see cref="Conv2dTile"/> compute. Lanes are images, so both transformations are only additions of whole
/// registers.
/// <para>
/// A value that is not finite affects all four outputs of its squares, more than in the definition.
/// </para>
/// A. Lavin, S. Gray, "Fast Algorithms for Convolutional Neural Networks", CVPR (2016).
/// </summary>
internal readonly unsafe struct Conv2dWinograd<TActivation> : ISimdLaunch<Conv2dWinograd<TActivation>>
    where TActivation : unmanaged, IUnaryFormula
{
    public const int Phases = 2;

    private const int PanelRows = Conv2dSides.PanelRows;
    private const int Products = 16;

    // Squares of 2×2 outputs side by side that one item computes: their transformed sources, 16 KB a channel, stay in L2.
    private const int Squares = 4;

    private readonly bool transposed, packing;
    private readonly int N, groups, targetC, sourceC, sourceH, sourceW, targetH, targetW, top, left, panels, squareRows, squareGroups;
    private readonly PackedImages images;
    private readonly float* source, weights, bias, target, packedWeights;
    private readonly TActivation activation;

    public Conv2dWinograd(
        Conv2d sizes, bool transposed, int phase, BufferView source, BufferView weights, BufferView? bias, BufferView target,
        BufferView scratch, TActivation activation)
    {
        this.transposed = transposed;
        packing = phase == 0;
        (N, groups) = (sizes.N, sizes.Options.Groups);
        var sides = Conv2dSides.Of(sizes, transposed);
        (targetC, sourceC, sourceH, sourceW, targetH, targetW, _) = sides;
        // With stride 1 the transpose is a convolution too, with the kernel rotated by 180° and the complement of full padding.
        (top, left) = (sizes.Options.PaddingTop, sizes.Options.PaddingLeft);
        if (transposed)
            (top, left) = (2 - top, 2 - left);
        panels = sides.Panels;
        squareRows = (targetH + 1) / 2;
        squareGroups = (((targetW + 1) / 2) + Squares - 1) / Squares;
        this.source = CpuBuffer.Pointer(source);
        this.weights = CpuBuffer.Pointer(weights);
        this.bias = bias is BufferView channels ? CpuBuffer.Pointer(channels) : null;
        this.target = CpuBuffer.Pointer(target);
        float* packed = CpuBuffer.Pointer(scratch);
        images = new PackedImages(packed, N, groups, sourceC, sourceH * sourceW);
        packedWeights = packed + PackedImages.Length(N, groups * sourceC, sourceH * sourceW);
        this.activation = activation;
    }

    public static bool WantsWidest => true;

    /// <summary>
    /// Packing: a channel of a block of images or, after those, a panel of weights. Then: some squares of a block of images.
    /// </summary>
    public int Items => packing ? images.Items + (groups * panels) : images.Blocks * groups * squareRows * squareGroups;

    public int Grain => packing ? Math.Max(16384 / Math.Max(sourceH * sourceW * Math.Min(N, PackedImages.Block), 1), 1) : 1;

    /// <summary>
    /// Whether it applies and pays: there must be enough channels and outputs for the cost of the transformations, and padding, which
    /// other tiles skip, must not be most of a small image.
    /// </summary>
    public static bool Fits(Conv2d sizes, bool transposed)
    {
        Conv2dOptions options = sizes.Options;
        var sides = Conv2dSides.Of(sizes, transposed);
        return sizes is { KH: 3, KW: 3 } && options is { StrideH: 1, StrideW: 1, DilationH: 1, DilationW: 1 }
            && Math.Min(sizes.GroupC, sizes.GroupO) >= 24 && Math.Min(sides.TargetH, sides.TargetW) >= 6;
    }

    /// <summary>Runs its phases in order.</summary>
    public static void Run(
        CpuDevice cpu, Conv2d sizes, bool transposed, BufferView source, BufferView weights, BufferView? bias, BufferView target,
        TActivation activation)
    {
        int length = Scratch(sizes, transposed);
        DeviceBuffer buffer = cpu.Rent(length);
        var scratch = new BufferView(buffer, 0, length);
        for (int phase = 0; phase < Phases; phase++)
            cpu.Launch(new Conv2dWinograd<TActivation>(sizes, transposed, phase, source, weights, bias, target, scratch, activation));
        buffer.Release();
    }

    /// <summary>Floats of scratch memory: the packed source and the transformed weights.</summary>
    public static int Scratch(Conv2d sizes, bool transposed) => Conv2dSides.Of(sizes, transposed).Scratch(sizes, Products);

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        if (L.Count > 8 && N <= 16)
            Run<Lanes256>(begin, end);
        else if (L.Count > 4 && N <= 8)
            Run<Lanes128>(begin, end);
        else if (packing)
            Pack<L>(begin, end);
        else
            Compute<L>(begin, end);
    }

    private void Pack<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        for (int item = begin; item < end; item++)
        {
            if (item < images.Items)
                images.Pack<L>(item, source);
            else
                PackWeights<L>(item - images.Items);
        }
    }

    /// <summary>A panel's weights, transformed: [product] [source channel] [row], meanwhile with rows side by side in registers.</summary>
    private void PackWeights<L>(int item)
        where L : unmanaged, ILanes<L>
    {
        const int width = 16;
        (int group, int panel) = Math.DivRem(item, panels);
        int MR = MatMulTile.Rows<L>(), channels = transposed ? targetC : sourceC, last = Math.Min((panel + 1) * PanelRows, targetC);
        nint targetStride = (transposed ? 1 : channels) * 9, sourceStride = (transposed ? channels : 1) * 9;
        float* taps = stackalloc float[9 * width], products = stackalloc float[Products * width];
        new Span<float>(taps, 9 * width).Clear();
        for (int row = panel * PanelRows; row < last; row += MR)
        {
            float* to = PackedWeights(group, row);
            for (int c = 0; c < sourceC; c++, to += MR)
            {
                float* from = weights + ((nint)group * targetC * sourceC * 9) + (row * targetStride) + (c * sourceStride);
                Conv2dPacking.ToLanes(from, targetStride, Math.Min(MR, last - row), 9, taps, MR, width);
                for (int lane = 0; lane < width; lane += L.Count)
                    TransformWeights<L>(taps + lane, products + lane, width, transposed);
                for (int i = 0; i < Products; i++)
                    new ReadOnlySpan<float>(products + (i * width), MR).CopyTo(new Span<float>(to + ((nint)i * sourceC * MR), MR));
            }
        }
    }

    private static void TransformWeights<L>(float* taps, float* products, int width, bool turned)
        where L : unmanaged, ILanes<L>
    {
        L half = L.Broadcast(0.5f);
        float* columns = stackalloc float[12 * 16];
        for (int x = 0; x < 3; x++)
        {
            float* column = taps + ((turned ? 8 - x : x) * width);
            int down = turned ? -3 * width : 3 * width;
            Spread(L.Load(column), L.Load(column + down), L.Load(column + (2 * down)), half, columns + (x * L.Count), 3 * L.Count);
        }

        for (int y = 0; y < 4; y++)
        {
            float* row = columns + (y * 3 * L.Count);
            Spread(L.Load(row), L.Load(row + L.Count), L.Load(row + (2 * L.Count)), half, products + (y * 4 * width), width);
        }
    }

    /// <summary>g₀, (g₀ + g₁ + g₂)/2, (g₀ − g₁ + g₂)/2, g₂.</summary>
    private static void Spread<L>(L g0, L g1, L g2, L half, float* target, int stride)
        where L : unmanaged, ILanes<L>
    {
        L ends = (g0 + g2) * half, middle = g1 * half;
        g0.Store(target);
        (ends + middle).Store(target + stride);
        (ends - middle).Store(target + (2 * stride));
        g2.Store(target + (3 * stride));
    }

    private void Compute<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        int MR = MatMulTile.Rows<L>(), NR = MatMulTile.Columns<L>();
        // A cache line of padding, so that the products of one channel do not share cache sets.
        int product = (sourceC * NR) + 16, square = Products * product;
        MatMulScratch scratch = MatMulScratch.OfThisThread(
            (Squares * square) + (sourceC * NR), Squares * ((Products * MR * NR) + (PanelRows * 4 * NR)));
        float* transformed = scratch.A, zeros = scratch.A + (Squares * square), products = scratch.B, outputs = products + (
            Squares * Products * MR * NR);
        new Span<float>(zeros, sourceC * NR).Clear();
        for (int item = begin; item < end; item++)
        {
            (int line, int squareGroup) = Math.DivRem(item, squareGroups);
            (int blockAndGroup, int squareRow) = Math.DivRem(line, squareRows);
            (int block, int group) = Math.DivRem(blockAndGroup, groups);
            int y = 2 * squareRow, x = 2 * Squares * squareGroup, width = Math.Min(2 * Squares, targetW - x), squares = (width + 1) / 2;
            int lastImage = Math.Min((block + 1) * PackedImages.Block, N);
            for (int n = block * PackedImages.Block; n < lastImage; n += NR)
            {
                for (int i = 0; i < squares; i++)
                    TransformSource<L>(images.At<L>(n, group), y - top, x + (2 * i) - left, zeros, transformed + (i * square), product);
                for (int row = 0; row < targetC; row += MR)
                {
                    int height = Math.Min(MR, targetC - row), channel = (group * targetC) + row;
                    float* a = PackedWeights(group, row);
                    // Product by product, so that the weights of one are still in L1 for the next square.
                    for (int p = 0; p < Products; p++)
                    {
                        for (int i = 0; i < squares; i++)
                        {
                            float* result = products + (((i * Products) + p) * MR * NR);
                            Conv2dTile.Run<L>(
                                height, StridedSum.OnePiece(sourceC), a + ((nint)p * sourceC * MR),
                                transformed + (i * square) + (p * product), result, NR, add: false);
                        }
                    }

                    for (int i = 0; i < squares; i++)
                        TransformTarget<L>(products + (i * Products * MR * NR), height, channel, outputs + (2 * i * NR));
                    float* to = target + ((((((nint)n * groups * targetC) + channel) * targetH) + y) * targetW) + x;
                    for (int r = 0; r < height; r++, to += (nint)targetH * targetW)
                    {
                        for (int i = 0; i < 2 && y + i < targetH; i++)
                        {
                            float* from = outputs + (((2 * r) + i) * 2 * Squares * NR);
                            Conv2dPacking.FromLanes(
                                from, NR, Math.Min(NR, lastImage - n), width, to + (i * targetW),
                                (nint)groups * targetC * targetH * targetW);
                        }
                    }
                }
            }
        }
    }

    /// <summary>The 4×4 pixels from (y, x) on, all channels: differences and sums down the columns, then along the rows.</summary>
    private void TransformSource<L>(float* image, int y, int x, float* zeros, float* target, int product)
        where L : unmanaged, ILanes<L>
    {
        int NR = MatMulTile.Columns<L>();
        float** pixels = stackalloc float*[16];
        for (int i = 0; i < 16; i++)
        {
            (int iy, int ix) = (y + (i / 4), x + (i % 4));
            bool inside = (uint)iy < (uint)sourceH && (uint)ix < (uint)sourceW;
            pixels[i] = inside ? image + ((((nint)iy * sourceW) + ix) * sourceC * NR) : zeros;
        }

        for (int at = 0; at < sourceC * NR; at += L.Count)
        {
            Difference(pixels, at, out L a0, out L b0, out L c0, out L d0);
            Difference(pixels + 1, at, out L a1, out L b1, out L c1, out L d1);
            Difference(pixels + 2, at, out L a2, out L b2, out L c2, out L d2);
            Difference(pixels + 3, at, out L a3, out L b3, out L c3, out L d3);
            float* to = target + at;
            Store(a0, a1, a2, a3, to, product);
            Store(b0, b1, b2, b3, to + (4 * product), product);
            Store(c0, c1, c2, c3, to + (8 * product), product);
            Store(d0, d1, d2, d3, to + (12 * product), product);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Difference(float** column, int at, out L a, out L b, out L c, out L d)
        {
            L d0 = L.Load(column[0] + at), d1 = L.Load(column[4] + at), d2 = L.Load(column[8] + at), d3 = L.Load(column[12] + at);
            a = d0 - d2;
            b = d1 + d2;
            c = d2 - d1;
            d = d1 - d3;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Store(L d0, L d1, L d2, L d3, float* to, int product)
        {
            (d0 - d2).Store(to);
            (d1 + d2).Store(to + product);
            (d2 - d1).Store(to + (2 * product));
            (d1 - d3).Store(to + (3 * product));
        }
    }

    /// <summary>The 16 products of each channel become 2×2 outputs, with bias and activation.</summary>
    private void TransformTarget<L>(float* products, int height, int channel, float* outputs)
        where L : unmanaged, ILanes<L>
    {
        int NR = MatMulTile.Columns<L>(), product = MatMulTile.Rows<L>() * NR, line = 2 * Squares * NR;
        for (int r = 0; r < height; r++, products += NR, outputs += 2 * line)
        {
            L add = bias == null ? L.Zero : L.Broadcast(bias[channel + r]);
            for (int at = 0; at < NR; at += L.Count)
            {
                float* m = products + at;
                Gather(m, product, out L a0, out L b0);
                Gather(m + product, product, out L a1, out L b1);
                Gather(m + (2 * product), product, out L a2, out L b2);
                Gather(m + (3 * product), product, out L a3, out L b3);
                activation.Value(a0 + a1 + a2 + add).Store(outputs + at);
                activation.Value(a1 - a2 - a3 + add).Store(outputs + NR + at);
                activation.Value(b0 + b1 + b2 + add).Store(outputs + line + at);
                activation.Value(b1 - b2 - b3 + add).Store(outputs + line + NR + at);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Gather(float* m, int product, out L upper, out L lower)
        {
            L m0 = L.Load(m), m1 = L.Load(m + (4 * product)), m2 = L.Load(m + (8 * product)), m3 = L.Load(m + (12 * product));
            upper = m0 + m1 + m2;
            lower = m1 - m2 - m3;
        }
    }

    private float* PackedWeights(int group, int row) => packedWeights + ((((nint)group * panels * PanelRows) + row) * sourceC * Products);
}
