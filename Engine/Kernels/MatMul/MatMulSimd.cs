using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.Elementwise.Formulas;

namespace GanFromScratch.Engine.Kernels.MatMul;

// The ladder. Figures: 1024 × 1024 × 1024 on one Zen 3 core in AVX2, whose measured peak is 104 GFLOP/s (two fused multiply-adds of
// 8 lanes per cycle). To run it:  dotnet run -c Release --project Benchmarks -- matmul --threads 1
//
//   1  three loops                     0.5   MatMulReference. Each step of the sum waits for the one before, and reads down a column.
//   2  vectors along rows of C          14   c[i, :] += a[i, k] · b[k, :]. Memory-bound: per vector two loads and a store, one FMA.
//   3  a register tile of C             40   6 rows × 2 vectors: 12 FMAs per 8 loads, C is touched once. But B is read down a column:
//                                            every step is on another page, and at a distance of 1024 floats all compete for one cache set.
//   4  packing, cache blocking       84–88   A and B are copied into the order in which the tile reads, in blocks that fit the caches.
//   5  two threads                 155–165   Each thread packs its own copy and writes its own columns of C.
//   6  epilogue: bias, activation            f(C + bias) while the tile is still in the first-level cache: saves one pass over C.
//
// The arithmetic intensity of 3 and 4. One step k of a tile takes 12 FMAs = 6 cycles, and reads 2 vectors of B and 6 broadcast floats of
// A: 8 loads where the core could do 12 to 18. It uses 12 accumulators + 2 of B + 1 of A = 15 of the 16 registers. No FMA waits: each
// accumulator is used again after 6 cycles, and an FMA takes 4. The loops around the tile keep its operands in the caches:
//
//   for each block of K            (KC ≤ 256)   a panel of B, 256 × 16 floats = 16 KB, stays in L1 while all tiles of a column use it
//     for each block of columns    (NC)         packed B: 64 columns at a time (64 KB, L2), or 2048 (2 MB, L3) where A has several blocks
//       for each block of rows     (MC ≈ 192)   packed A: 192 × 256 floats = 192 KB of the 512 KB of L2
//         for each panel of B, for each panel of A: one tile (MatMulTile)
//
// Packing reads and writes each element once, about 0.12 ns; an element of B then takes part in 2·M operations, 1.3 ns of work for a
// batch of 64. So packed B is cut into small slices when M is small: each slice is used at once and never leaves L2.
//
// K. Goto, R. van de Geijn, "Anatomy of High-Performance Matrix Multiplication", ACM TOMS 34 (2008).
// F. Van Zee, R. van de Geijn, "BLIS: A Framework for Rapidly Instantiating BLAS Functionality", ACM TOMS 41 (2015).

/// <summary>
/// <see cref="MatMul"/> on a processor. An item is a column of C or, if C has more rows than columns, a row. Any range of items gives the
/// same bits: an element is the sum, over blocks of K, of fused multiply-adds in the order of k, in inner tiles and edge tiles alike.
/// </summary>
internal readonly unsafe struct MatMulSimd<TActivation> : ISimdLaunch<MatMulSimd<TActivation>>
    where TActivation : unmanaged, IUnaryFormula
{
    private readonly int M, N, K;
    private readonly PanelSource a, b;
    private readonly float* bias, c;
    private readonly TActivation activation;
    private readonly bool accumulate, byRows;

    public MatMulSimd(MatMul sizes, BufferView a, BufferView b, BufferView? bias, BufferView c, TActivation activation, int threads)
    {
        (M, N, K) = (sizes.M, sizes.N, sizes.K);
        this.a = new PanelSource(CpuBuffer.Pointer(a), lanes: M, steps: K, stepsContiguous: !sizes.TransposeA);
        this.b = new PanelSource(CpuBuffer.Pointer(b), lanes: N, steps: K, stepsContiguous: sizes.TransposeB);
        this.bias = bias is BufferView row ? CpuBuffer.Pointer(row) : null;
        this.c = CpuBuffer.Pointer(c);
        this.activation = activation;
        accumulate = sizes.Accumulate;
        byRows = M > N;
        Items = M == 0 || N == 0 ? 0 : Math.Max(M, N);
        Grain = MatMulBlocks.Grain(sizes, Items, byRows, threads);
    }

    public static bool WantsWidest => true;

    public int Items { get; }

    public int Grain { get; }

    private bool HasEpilogue => bias != null || typeof(TActivation) != typeof(Identity);

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        if (K == 0 && accumulate)
            return;
        if (M == 1 || N == 1)
            RunVector<L>(begin, end);
        else if (byRows)
            RunBlocks<L>(begin, end, 0, N);
        else
            RunBlocks<L>(0, M, begin, end);
    }

    /// <summary>The loops around the tile, for the rows and columns of C in the given ranges.</summary>
    private void RunBlocks<L>(int rowBegin, int rowEnd, int columnBegin, int columnEnd)
        where L : unmanaged, ILanes<L>
    {
        int MR = MatMulTile.Rows<L>(), NR = MatMulTile.Columns<L>();
        int KC = MatMulBlocks.Steps(K);
        int MC = MatMulBlocks.Rows(rowEnd - rowBegin, KC, MR);
        bool oneBlockOfRows = MC >= rowEnd - rowBegin;
        int NC = MatMulBlocks.Columns(columnEnd - columnBegin, oneBlockOfRows, NR);
        var scratch = MatMulScratch.OfThisThread(((long)MC * KC) + MatMulPacking.Slack, ((long)NC * KC) + MatMulPacking.Slack);

        // At least once, so that K = 0 gives f(0 + bias).
        int k0 = 0;
        do
        {
            int kc = Math.Min(KC, K - k0);
            bool add = accumulate || k0 > 0, last = k0 + kc == K;
            for (int j0 = columnBegin; j0 < columnEnd; j0 += NC)
            {
                int nc = Math.Min(NC, columnEnd - j0);
                b.Pack(j0, nc, k0, kc, NR, scratch.B);
                for (int i0 = rowBegin; i0 < rowEnd; i0 += MC)
                {
                    int mc = Math.Min(MC, rowEnd - i0);
                    // If all rows fit into one block, packed A is reused for every slice of B.
                    if (!oneBlockOfRows || j0 == columnBegin)
                        a.Pack(i0, mc, k0, kc, MR, scratch.A);
                    RunBlock<L>(scratch.A, scratch.B, i0, mc, j0, nc, kc, add, HasEpilogue && last);
                }
            }

            k0 += kc;
        }
        while (k0 < K);
    }

    /// <summary>
    /// An mc × nc block of C from packed A (mc × kc) and packed B (kc × nc), tile by tile. A tile that crosses the edge of the block is
    /// computed whole, into a small array (the panels are padded), and only the part inside C is copied.
    /// </summary>
    private void RunBlock<L>(float* packedA, float* packedB, int i0, int mc, int j0, int nc, int kc, bool add, bool finish)
        where L : unmanaged, ILanes<L>
    {
        int MR = MatMulTile.Rows<L>(), NR = MatMulTile.Columns<L>();
        float* edge = stackalloc float[MatMulTile.MaxFloats];
        for (int j = 0; j < nc; j += NR)
        {
            int columns = Math.Min(NR, nc - j);
            for (int i = 0; i < mc; i += MR)
            {
                int rows = Math.Min(MR, mc - i);
                float* tile = c + ((nint)(i0 + i) * N) + j0 + j;
                float* panelA = packedA + ((nint)i * kc), panelB = packedB + ((nint)j * kc);
                if (rows == MR && columns == NR)
                {
                    MatMulTile.Run<L>(kc, panelA, panelB, tile, N, add);
                }
                else
                {
                    MatMulTile.Run<L>(kc, panelA, panelB, edge, NR, add: false);
                    for (int r = 0; r < rows; r++)
                        CopyEdge<L>(edge + (r * NR), tile + ((nint)r * N), columns, add);
                }

                for (int r = 0; finish && r < rows; r++)
                    Finish<L>(tile + ((nint)r * N), bias == null ? null : bias + j0 + j, sameBias: false, columns);
            }
        }
    }

    private static void CopyEdge<L>(float* source, float* target, int count, bool add)
        where L : unmanaged, ILanes<L>
    {
        for (int j = 0; j < count; j += L.Count)
        {
            L sum = L.Load(source + j);
            if (add)
                sum = PartialLanes.LoadUpTo<L>(target + j, count - j) + sum;
            PartialLanes.StoreUpTo(sum, target + j, count - j);
        }
    }

    /// <summary>y = f(y + bias) on a run of C; the bias is a row or, if C is one column, a single value.</summary>
    private void Finish<L>(float* y, float* row, bool sameBias, int count)
        where L : unmanaged, ILanes<L>
    {
        for (int j = 0; j < count; j += L.Count)
        {
            L x = PartialLanes.LoadUpTo<L>(y + j, count - j);
            if (row != null)
                x += sameBias ? L.Broadcast(*row) : PartialLanes.LoadUpTo<L>(row + j, count - j);
            PartialLanes.StoreUpTo(activation.Value(x), y + j, count - j);
        }
    }

    /// <summary>C is one row or one column, a matrix-vector product: no operand is reused, so none is packed.</summary>
    private void RunVector<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        bool column = N == 1 && M > 1;
        (PanelSource matrix, PanelSource vector) = column ? (a, b) : (b, a);
        MatMulVector.Run<L>(matrix, vector.Start, c, begin, end, accumulate);
        if (HasEpilogue)
            Finish<L>(c + begin, bias == null || column ? bias : bias + begin, sameBias: column, end - begin);
    }
}
