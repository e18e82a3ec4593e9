using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.MatMul;

// On a processor behind OpenCL, shared memory is no faster than other memory and there are no warps: a group of one item is a loop on one
// core, a barrier between items is a loop cut in two, and VectorTile runs at a tenth of the speed of Panels. The fast resources are
// vector registers and caches, so this is the kernel of MatMulSimd.cs in another language:
//
//   Panels   8 rows × 32 columns of C in registers, 16 vectors of 16 floats. A step k takes two vectors of B, eight floats of A, 16 FMAs.
//   Dots     4 × 4 sums, 16 lanes along k each, for few rows and a B contiguous along k: packing it would cost as much as the product.
//
// Operands whose memory order is not the order of reading are packed first: a panel of 8 rows of A (or 32 columns of B) step by step, so
// that the tile reads memory sequentially.

/// <summary><see cref="MatMul"/> on a processor behind OpenCL.</summary>
[VersionsOf("MatMul")]
internal static partial class MatMulPanelsSimt
{
    private const int Rows = MatMulPanels.Rows, Columns = MatMulPanels.Columns, Vector = 16, Vectors = Columns / Vector;

    // Sums of Dots: 4 × 4, 16 lanes each.
    private const int DotSide = 4;

    // Steps that a group packs.
    private const int PackDepth = 256;

    public static KernelVersions<MatMulLaunch<TActivation>> Versions<TActivation>()
        where TActivation : unmanaged, IUnaryFormula => KernelVersions<MatMulLaunch<TActivation>>.Cases([
        new("Panels", "8 × 32 of C in vector registers, over packed panels", static (device, in work) =>
            RunPanels(device, work.Sizes, work.A, work.B, work.Bias, work.C, work.Activation)),
        new("Dots", "4 × 4 sums along k, nothing packed", static (device, in work) =>
            RunDots(device, work.Sizes, work.A, work.B, work.Bias, work.C, work.Activation),
            Fits: static (in work, _) => !work.Sizes.TransposeA && LiesAlongK(work.Sizes),
            Pays: static (in work, _) => work.Sizes.K >= 128 && (work.Sizes.M <= 96 || work.Sizes.N < Columns))]);

    /// <summary>Whether the columns of op(B) are contiguous. A single column always is.</summary>
    private static bool LiesAlongK(MatMul sizes) => sizes.TransposeB || sizes.N == 1;

    private static void RunDots<TActivation>(
        SimtDevice device, MatMul sizes, BufferView a, BufferView b, BufferView? bias, BufferView c, TActivation activation)
        where TActivation : unmanaged, IUnaryFormula
    {
        int tiles = Division.Groups(sizes.N, DotSide), perGroup = Math.Clamp((tiles + 3) / 4, 1, 16);
        int groups = sizes.M == 0 ? 0 : Division.Groups(tiles, perGroup);
        Dots(device, groups, a, b, bias, c, sizes.M, sizes.N, sizes.K, perGroup, sizes.Accumulate, activation);
    }

    private static void RunPanels<TActivation>(
        SimtDevice device, MatMul sizes, BufferView a, BufferView b, BufferView? bias, BufferView c, TActivation activation)
        where TActivation : unmanaged, IUnaryFormula
    {
        (int M, int N, int K) = (sizes.M, sizes.N, sizes.K);
        if (M == 0 || N == 0)
            return;
        bool transposeB = LiesAlongK(sizes);
        bool packA = M > 1 && (M < Rows || (sizes.TransposeA && M >= 256 && K >= 256));
        bool packB = N < Columns || transposeB || (M >= 256 && (long)N * K > 1 << 19);
        var panels = new MatMulPanels(sizes, packA, packB);
        DeviceBuffer? scratchA = packA ? device.Rent(panels.RowPanels * Rows * K) : null;
        DeviceBuffer? scratchB = packB ? device.Rent(panels.ColumnPanels * Columns * K) : null;
        if (scratchA != null)
            a = Pack<Panel8>(device, a, M, K, stepsContiguous: !sizes.TransposeA, new BufferView(scratchA, 0, panels.RowPanels * Rows * K));
        if (scratchB != null)
            b = Pack<Panel32>(device, b, N, K, stepsContiguous: transposeB, new BufferView(scratchB, 0, panels.ColumnPanels * Columns * K));
        if (packA || (sizes.TransposeA && M > 1))
            Panels<StepByStep, TActivation>(device, panels.Groups, a, b, bias, c, panels, activation);
        else
            Panels<RowByRow, TActivation>(device, panels.Groups, a, b, bias, c, panels, activation);
        scratchA?.Release();
        scratchB?.Release();
    }

    /// <summary>
    /// Packs an operand of so many lanes (rows of A, columns of B) and steps (k) into panels; the last one is padded with 0.
    /// </summary>
    internal static BufferView Pack<TPanel>(
        SimtDevice device, BufferView source, int lanes, int steps, bool stepsContiguous, BufferView target)
        where TPanel : unmanaged, IPanelWidth
    {
        int panels = (lanes + TPanel.Width - 1) / TPanel.Width, depth = Math.Min(steps, PackDepth);
        while (depth > 32 && panels * ((steps + depth - 1) / depth) < 4)
            depth /= 2;
        depth = Math.Max((depth + 3) / 4 * 4, 4);
        int groups = panels * ((steps + depth - 1) / depth);
        if (stepsContiguous)
            PackAcross<TPanel>(device, groups, source, target, lanes, steps, depth, panels);
        else
            PackAlong<TPanel>(device, groups, source, target, lanes, steps, depth, panels);
        return target;
    }

    [Kernel(GroupSize = 1)]
    internal static void PackAlong<TPanel>(ArrayView<float> source, ArrayView<float> target, int lanes, int steps, int depth, int panels)
        where TPanel : unmanaged, IPanelWidth
    {
        int panel = Grid.IdxX % panels, first = Grid.IdxX / panels * depth, last = Math.Min(steps, first + depth);
        int width = Math.Min(TPanel.Width, lanes - (panel * TPanel.Width));
        for (int k = first; k < last; k++)
        {
            int from = (k * lanes) + (panel * TPanel.Width), to = ((panel * steps) + k) * TPanel.Width;
            if (width == TPanel.Width)
            {
                for (int v = 0; v < Loop.Unroll(TPanel.Width / 4); v++)
                    Float4.Store(target, to + (4 * v), Float4.Load(source, from + (4 * v)));
            }
            else
            {
                for (int lane = 0; lane < TPanel.Width; lane++)
                    target[to + lane] = OrZero(source, from + lane, lane, width);
            }
        }
    }

    [Kernel(GroupSize = 1)]
    internal static void PackAcross<TPanel>(ArrayView<float> source, ArrayView<float> target, int lanes, int steps, int depth, int panels)
        where TPanel : unmanaged, IPanelWidth
    {
        int panel = Grid.IdxX % panels, first = Grid.IdxX / panels * depth, last = Math.Min(steps, first + depth);
        int width = Math.Min(TPanel.Width, lanes - (panel * TPanel.Width)), lane0 = panel * TPanel.Width;
        for (int k = first; k < last; k += 4)
        {
            int to = ((panel * steps) + k) * TPanel.Width;
            if (width == TPanel.Width && k + 4 <= last)
            {
                for (int v = 0; v < Loop.Unroll(TPanel.Width / 4); v++)
                {
                    int from = ((lane0 + (4 * v)) * steps) + k;
                    Float4 p = Float4.Load(source, from), q = Float4.Load(source, from + steps);
                    Float4 r = Float4.Load(source, from + (2 * steps)), s = Float4.Load(source, from + (3 * steps));
                    Float4.Store(target, to + (4 * v), new Float4(p.X, q.X, r.X, s.X));
                    Float4.Store(target, to + TPanel.Width + (4 * v), new Float4(p.Y, q.Y, r.Y, s.Y));
                    Float4.Store(target, to + (2 * TPanel.Width) + (4 * v), new Float4(p.Z, q.Z, r.Z, s.Z));
                    Float4.Store(target, to + (3 * TPanel.Width) + (4 * v), new Float4(p.W, q.W, r.W, s.W));
                }
            }
            else
            {
                for (int step = k; step < Math.Min(k + 4, last); step++)
                {
                    for (int lane = 0; lane < TPanel.Width; lane++)
                        target[(((panel * steps) + step) * TPanel.Width) + lane] = OrZero(
                            source, ((lane0 + lane) * steps) + step, lane, width);
                }
            }
        }
    }

    private static float OrZero(ArrayView<float> source, int at, int lane, int width)
    {
        float value = 0;
        if (lane < width)
            value = source[at];
        return value;
    }

    /// <summary>
    /// A group has a block of C, so many panels of rows by so many of columns, and computes it tile by tile. If an operand was not
    /// packed, the last tile would cross the edge; it is shifted back to end there, and stores only the part that its neighbour has not
    /// stored.
    /// </summary>
    [Kernel(GroupSize = 1)]
    internal static void Panels<TOrder, TActivation>(
        ArrayView<float> a, ArrayView<float> b, ArrayView<float> bias, ArrayView<float> c, MatMulPanels p, TActivation activation)
        where TOrder : unmanaged, IPanelOrder
        where TActivation : unmanaged, IUnaryFormula
    {
        ArrayView<Float16> sums = LocalMemory.Allocate<Float16>(Rows * Vectors);
        ArrayView<float> tile = LocalMemory.Allocate<float>(Rows * Columns);
        int down = (p.RowPanels + p.RowsAGroup - 1) / p.RowsAGroup;
        int firstI = Grid.IdxX % down * p.RowsAGroup, lastI = Math.Min(p.RowPanels, firstI + p.RowsAGroup);
        int firstJ = Grid.IdxX / down * p.ColumnsAGroup, lastJ = Math.Min(p.ColumnPanels, firstJ + p.ColumnsAGroup);
        for (int pj = firstJ; pj < lastJ; pj++)
        {
            int overB = p.ShiftB ? Math.Max((pj * Columns) + Columns - p.N, 0) : 0, j = (pj * Columns) - overB;
            // At least once, so that K = 0 gives f(bias).
            int k0 = 0;
            do
            {
                int depth = Math.Min(p.Depth, p.K - k0);
                bool add = p.Accumulate || k0 > 0, finish = k0 + depth == p.K && !p.Accumulate;
                for (int pi = firstI; pi < lastI; pi++)
                {
                    int overA = p.ShiftA ? Math.Max((pi * Rows) + Rows - p.M, 0) : 0, i = (pi * Rows) - overA;
                    int atA = (pi * p.PanelA) - (overA * p.LaneA) + (
                        k0 * TOrder.Advance(p.StepA)), atB = (pj * p.PanelB) - overB + (k0 * p.StepB);
                    for (int t = 0; t < Loop.Unroll(Rows * Vectors); t++)
                        sums[t] = Float16.Broadcast(0);
                    for (int k = 0; k < depth; k++)
                    {
                        Float16 left = Float16.Load(b, atB), right = Float16.Load(b, atB + Vector);
                        for (int r = 0; r < Loop.Unroll(Rows); r++)
                        {
                            var x = Float16.Broadcast(a[atA + TOrder.Place(r, p.StepA)]);
                            sums[Vectors * r] = Float16.MultiplyAdd(x, left, sums[Vectors * r]);
                            sums[(Vectors * r) + 1] = Float16.MultiplyAdd(x, right, sums[(Vectors * r) + 1]);
                        }

                        atA += TOrder.Advance(p.StepA);
                        atB += p.StepB;
                    }

                    // The sums stay in registers only while every index is constant; the code below uses an array.
                    for (int t = 0; t < Loop.Unroll(Rows * Vectors); t++)
                        Float16.Store(tile, t * Vector, sums[t]);
                    if (overB == 0 && j + Columns <= p.N)
                        Deliver(tile, c, bias, i, j, overA, Math.Min(Rows, p.M - i), 0, Columns, p.N, add, finish, activation);
                    else
                        Deliver(
                            tile, c, bias, i, j, overA, Math.Min(Rows, p.M - i), overB, Math.Min(Columns, p.N - j), p.N, add, finish,
                            activation);
                }

                k0 += depth;
            }
            while (k0 < p.K);
        }
    }

    /// <summary>
    /// Stores a tile's rows and columns in the given ranges to C: adds the sums of earlier blocks of K and, after the last block, bias
    /// and activation (the epilogue).
    /// </summary>
    private static void Deliver<TActivation>(
        ArrayView<float> tile, ArrayView<float> c, ArrayView<float> bias, int i, int j, int firstRow, int lastRow, int firstColumn,
        int lastColumn, int N,
        bool add, bool finish, TActivation activation)
        where TActivation : unmanaged, IUnaryFormula
    {
        for (int r = firstRow; r < lastRow; r++)
        {
            int at = ((i + r) * N) + j, from = r * Columns;
            if (add)
            {
                for (int t = firstColumn; t < lastColumn; t++)
                    tile[from + t] += c[at + t];
            }

            if (finish && bias.IntLength > 0)
            {
                for (int t = firstColumn; t < lastColumn; t++)
                    tile[from + t] += bias[j + t];
            }

            if (finish)
            {
                for (int t = firstColumn; t < lastColumn; t++)
                    tile[from + t] = activation.Value<Lane>(tile[from + t]).Value;
            }

            for (int t = firstColumn; t < lastColumn; t++)
                c[at + t] = tile[from + t];
        }
    }

    /// <summary>A group has some runs of four columns, for all rows. Rows and columns beyond the end repeat the last.</summary>
    [Kernel(GroupSize = 1)]
    internal static void Dots<TActivation>(
        ArrayView<float> a, ArrayView<float> b, ArrayView<float> bias, ArrayView<float> c, int M, int N, int K, int tilesAGroup,
        bool accumulate, TActivation activation)
        where TActivation : unmanaged, IUnaryFormula
    {
        ArrayView<Float16> sums = LocalMemory.Allocate<Float16>(DotSide * DotSide);
        ArrayView<Float16> x = LocalMemory.Allocate<Float16>(DotSide);
        ArrayView<Float16> y = LocalMemory.Allocate<Float16>(DotSide);
        ArrayView<float> total = LocalMemory.Allocate<float>(DotSide * DotSide);
        int lastTile = Math.Min((N + DotSide - 1) / DotSide, (Grid.IdxX + 1) * tilesAGroup);
        for (int tile = Grid.IdxX * tilesAGroup; tile < lastTile; tile++)
        {
            int j = tile * DotSide;
            int b0 = j * K, b1 = Math.Min(j + 1, N - 1) * K, b2 = Math.Min(j + 2, N - 1) * K, b3 = Math.Min(j + 3, N - 1) * K;
            for (int i = 0; i < M; i += DotSide)
            {
                int a0 = i * K, a1 = Math.Min(i + 1, M - 1) * K, a2 = Math.Min(i + 2, M - 1) * K, a3 = Math.Min(i + 3, M - 1) * K;
                for (int t = 0; t < Loop.Unroll(DotSide * DotSide); t++)
                    sums[t] = Float16.Broadcast(0);
                int k = 0;
                for (; k <= K - Vector; k += Vector)
                {
                    x[0] = Float16.Load(a, a0 + k);
                    x[1] = Float16.Load(a, a1 + k);
                    x[2] = Float16.Load(a, a2 + k);
                    x[3] = Float16.Load(a, a3 + k);
                    y[0] = Float16.Load(b, b0 + k);
                    y[1] = Float16.Load(b, b1 + k);
                    y[2] = Float16.Load(b, b2 + k);
                    y[3] = Float16.Load(b, b3 + k);
                    for (int r = 0; r < Loop.Unroll(DotSide); r++)
                    {
                        for (int t = 0; t < Loop.Unroll(DotSide); t++)
                            sums[(r * DotSide) + t] = Float16.MultiplyAdd(x[r], y[t], sums[(r * DotSide) + t]);
                    }
                }

                for (int t = 0; t < Loop.Unroll(DotSide * DotSide); t++)
                    total[t] = Float16.Sum(sums[t]);
                for (int r = 0; r < DotSide && i + r < M; r++)
                {
                    for (int t = 0; t < DotSide && j + t < N; t++)
                    {
                        float sum = total[(r * DotSide) + t];
                        for (int rest = k; rest < K; rest++)
                            sum = MathF.FusedMultiplyAdd(a[((i + r) * K) + rest], b[((j + t) * K) + rest], sum);
                        int at = ((i + r) * N) + j + t;
                        if (accumulate)
                        {
                            c[at] += sum;
                        }
                        else
                        {
                            if (bias.IntLength > 0)
                                sum += bias[j + t];
                            c[at] = activation.Value<Lane>(sum).Value;
                        }
                    }
                }
            }
        }
    }
}
