using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.MatMul;

// The ladder for GPUs. The one for processors behind OpenCL is in MatMulPanelsSimt.cs. To run it:
//   dotnet run -c Release --project Benchmarks -- kernels time matmul --device opencl
//
//   Element        One item computes one element of C: it reads a row of A and a column of B, 2·K loads for 2·K operations.
//   SharedTile     One group computes 16 × 16 of C with shared-memory tiles: it loads each number once and uses it 16 times. Each FMA still
//                  takes two loads from shared memory, which limit it.
//   RegisterTile   One item computes a register tile, R × R of C: it loads 2·R numbers from shared memory for R·R FMAs. 2 × 2 halves the
//                  loads per FMA, 4 × 4 halves them again, 8 × 8 a third time.
//   VectorTile     A register tile of 8 × 8 with vectorized loads (four floats each) and double buffering: the next tile is loaded while
//                  this one is used, so one barrier per tile is enough.
//
// The arithmetic intensity of VectorTile. A step k of a group's 128 × 128 tile reads 256 floats and does 16,384 FMAs. Per item: 4 vector
// loads for 64 FMAs. From memory a tile of depth 8 takes 2 · 128 · 8 floats = 8 KB for 131,072 FMAs: 32 operations a byte, above the 20
// or so that a large GPU needs to be kept busy.
//
// V. Volkov, J. Demmel, "Benchmarking GPUs to Tune Dense Linear Algebra", SC 2008. NVIDIA's CUTLASS and S. Boehm's worklog describe the
// same path.

/// <summary>
/// <see cref="MatMul"/> on a GPU. A transposed operand is one with exchanged strides; kernels do not distinguish the two.
/// </summary>
internal static partial class MatMulSimt
{
    /// <summary>A group of 256 items is a square with this side.</summary>
    private const int Side = 16;

    // The row stride is padded, so that items that write down a column of the tile use different banks of shared memory (no bank
    // conflicts).
    private const int Padding = 4;

    // VectorTile: rows and columns of C per group, and the depth of a tile.
    private const int VectorBlock = 128, VectorDepth = 8, VectorRow = VectorBlock + Padding;

    /// <summary>
    /// The ladder. The best tile is the largest one that still gives every multiprocessor a tile: twice the width halves the loads, but
    /// an idle multiprocessor does nothing.
    /// </summary>
    public static KernelVersions<MatMulLaunch<TActivation>> Versions<TActivation>()
        where TActivation : unmanaged, IUnaryFormula => KernelVersions<MatMulLaunch<TActivation>>.Ladder([
        new("Element", "an element of C an item", static (device, in work) => Element(
            device, Division.Groups(work.C.Length), work.A, work.B, work.Bias, work.C, new MatMulStrides(work.Sizes), work.Activation)),
        new("SharedTile", "a tile of 16 × 16 in shared memory", static (device, in work) => SharedTile(
            device, Blocks(work.Sizes, Side), work.A, work.B, work.Bias, work.C, new MatMulStrides(work.Sizes), work.Activation)),
        Registers<Tile2, TActivation>(),
        Registers<Tile4, TActivation>(),
        new("VectorTile", "8 × 8 an item, vector loads, two tiles in turn", static (device, in work) => VectorTile(
            device, Blocks(work.Sizes, VectorBlock), work.A, work.B, work.Bias, work.C, new MatMulStrides(work.Sizes), work.Activation),
            Pays: static (in work, traits) => Blocks(work.Sizes, VectorBlock) >= traits.ComputeUnits)]);

    private static KernelVersion<MatMulLaunch<TActivation>> Registers<TTile, TActivation>()
        where TTile : unmanaged, ISquareTile
        where TActivation : unmanaged, IUnaryFormula => new(
        $"RegisterTile<{typeof(TTile).Name}>", $"a tile in registers too: {TTile.Size} × {TTile.Size} an item",
        static (device, in work) => RegisterTile<TTile, TActivation>(
            device, Blocks(work.Sizes, Side * TTile.Size), work.A, work.B, work.Bias, work.C, new MatMulStrides(work.Sizes),
            work.Activation),
        Pays: static (in work, traits) => Blocks(work.Sizes, Side * TTile.Size) >= traits.ComputeUnits);

    /// <summary>Number of squares with that side that cover C.</summary>
    internal static int Blocks(MatMul sizes, int side) => (sizes.M + side - 1) / side * ((sizes.N + side - 1) / side);

    [Kernel]
    internal static void Element<TActivation>(
        ArrayView<float> a, ArrayView<float> b, ArrayView<float> bias, ArrayView<float> c, MatMulStrides s, TActivation activation)
        where TActivation : unmanaged, IUnaryFormula
    {
        int index = Grid.GlobalIndex.X;
        if (index < c.IntLength)
        {
            int i = index / s.N, j = index % s.N;
            float sum = 0;
            for (int k = 0; k < s.K; k++)
                sum = MathF.FusedMultiplyAdd(a[(i * s.RowA) + (k * s.StepA)], b[(k * s.StepB) + (j * s.ColumnB)], sum);
            Deliver(c, bias, i, j, sum, s, activation);
        }
    }

    [Kernel]
    internal static void SharedTile<TActivation>(
        ArrayView<float> a, ArrayView<float> b, ArrayView<float> bias, ArrayView<float> c, MatMulStrides s, TActivation activation)
        where TActivation : unmanaged, IUnaryFormula
    {
        ArrayView<float> tileA = SharedMemory.Allocate<float>(Side * (Side + 1));
        ArrayView<float> tileB = SharedMemory.Allocate<float>(Side * (Side + 1));
        int across = (s.N + Side - 1) / Side, row = Group.IdxX / Side, column = Group.IdxX % Side;
        int i0 = Grid.IdxX / across * Side, j0 = Grid.IdxX % across * Side;
        float sum = 0;
        for (int k0 = 0; k0 < s.K; k0 += Side)
        {
            // Neighbouring items load neighbouring numbers (coalesced access), whether or not the operand is transposed.
            int laneA = s.StepA == 1 ? row : column, stepA = s.StepA == 1 ? column : row;
            int laneB = s.ColumnB == 1 ? column : row, stepB = s.ColumnB == 1 ? row : column;
            tileA[(stepA * (Side + 1)) + laneA] = LoadA(a, i0 + laneA, k0 + stepA, s);
            tileB[(stepB * (Side + 1)) + laneB] = LoadB(b, k0 + stepB, j0 + laneB, s);
            Group.Barrier();
            for (int k = 0; k < Loop.Unroll(Side); k++)
                sum = MathF.FusedMultiplyAdd(tileA[(k * (Side + 1)) + row], tileB[(k * (Side + 1)) + column], sum);
            Group.Barrier();
        }

        if (i0 + row < s.M && j0 + column < s.N)
            Deliver(c, bias, i0 + row, j0 + column, sum, s, activation);
    }

    [Kernel]
    internal static void RegisterTile<TTile, TActivation>(
        ArrayView<float> a, ArrayView<float> b, ArrayView<float> bias, ArrayView<float> c, MatMulStrides s, TActivation activation)
        where TTile : unmanaged, ISquareTile
        where TActivation : unmanaged, IUnaryFormula
    {
        ArrayView<float> tileA = SharedMemory.Allocate<float>(Side * ((Side * TTile.Size) + Padding));
        ArrayView<float> tileB = SharedMemory.Allocate<float>(Side * ((Side * TTile.Size) + Padding));
        Sums4 sums = default;
        int block = Side * TTile.Size, pitch = block + Padding, across = (s.N + block - 1) / block;
        int i0 = Grid.IdxX / across * block, j0 = Grid.IdxX % across * block;
        int row = Group.IdxX / Side * TTile.Size, column = Group.IdxX % Side * TTile.Size;
        for (int k0 = 0; k0 < s.K; k0 += Side)
        {
            // The group's 256 items fill both tiles, TTile.Size · 16 numbers each in steps of 256.
            for (int e = Group.IdxX; e < block * Side; e += Group.DimX)
            {
                int laneA = s.StepA == 1 ? e / Side : e % block, stepA = s.StepA == 1 ? e % Side : e / block;
                int laneB = s.ColumnB == 1 ? e % block : e / Side, stepB = s.ColumnB == 1 ? e / block : e % Side;
                tileA[(stepA * pitch) + laneA] = LoadA(a, i0 + laneA, k0 + stepA, s);
                tileB[(stepB * pitch) + laneB] = LoadB(b, k0 + stepB, j0 + laneB, s);
            }

            Group.Barrier();
            for (int k = 0; k < Side; k++)
            {
                Float4 fromA = SquareTile.Load<TTile>(tileA, (k * pitch) + row), fromB = SquareTile.Load<TTile>(
                    tileB, (k * pitch) + column);
                sums = TTile.MultiplyAdd(fromA, fromB, sums);
            }

            Group.Barrier();
        }

        DeliverTile<TTile, TActivation>(c, bias, i0 + row, j0 + column, sums, s, activation);
    }

    [Kernel]
    internal static void VectorTile<TActivation>(
        ArrayView<float> a, ArrayView<float> b, ArrayView<float> bias, ArrayView<float> c, MatMulStrides s, TActivation activation)
        where TActivation : unmanaged, IUnaryFormula
    {
        // Double buffering: two tiles of each operand, one is read while the other is written.
        ArrayView<float> tileA = SharedMemory.Allocate<float>(2 * VectorDepth * VectorRow);
        ArrayView<float> tileB = SharedMemory.Allocate<float>(2 * VectorDepth * VectorRow);

        int across = (s.N + VectorBlock - 1) / VectorBlock;
        int i0 = Grid.IdxX / across * VectorBlock, j0 = Grid.IdxX % across * VectorBlock;

        // An item's eight rows are four and four, half a tile apart, and so are its columns: a warp's vector loads then cover all banks.
        int row = Group.IdxX / Side * 4, column = Group.IdxX % Side * 4, half = VectorBlock / 2;
        Sums4 upperLeft = default, upperRight = default, lowerLeft = default, lowerRight = default;
        Put(tileA, tileB, FetchA(a, i0, 0, s), FetchB(b, j0, 0, s), 0, s);
        Group.Barrier();
        int current = 0;
        for (int k0 = 0; k0 < s.K; k0 += VectorDepth)
        {
            // Past the end this fetches zeros, which are never used.
            Float4 nextA = FetchA(a, i0, k0 + VectorDepth, s), nextB = FetchB(b, j0, k0 + VectorDepth, s);
            for (int k = 0; k < Loop.Unroll(VectorDepth); k++)
            {
                int at = (current + k) * VectorRow;
                Float4 upper = Float4.LoadAligned(tileA, at + row), lower = Float4.LoadAligned(tileA, at + row + half);
                Float4 left = Float4.LoadAligned(tileB, at + column), right = Float4.LoadAligned(tileB, at + column + half);
                upperLeft = Tile4.MultiplyAdd(upper, left, upperLeft);
                upperRight = Tile4.MultiplyAdd(upper, right, upperRight);
                lowerLeft = Tile4.MultiplyAdd(lower, left, lowerLeft);
                lowerRight = Tile4.MultiplyAdd(lower, right, lowerRight);
            }

            current = VectorDepth - current;
            Put(tileA, tileB, nextA, nextB, current, s);
            Group.Barrier();
        }

        DeliverTile<Tile4, TActivation>(c, bias, i0 + row, j0 + column, upperLeft, s, activation);
        DeliverTile<Tile4, TActivation>(c, bias, i0 + row, j0 + column + half, upperRight, s, activation);
        DeliverTile<Tile4, TActivation>(c, bias, i0 + row + half, j0 + column, lowerLeft, s, activation);
        DeliverTile<Tile4, TActivation>(c, bias, i0 + row + half, j0 + column + half, lowerRight, s, activation);
    }

    /// <summary>VectorTile: loads this item's share of A's tile at depth k0 into registers, four numbers a group's width apart.</summary>
    private static Float4 FetchA(ArrayView<float> a, int i0, int k0, MatMulStrides s) =>
        new(NumberOfA(a, i0, k0, 0, s), NumberOfA(a, i0, k0, 1, s), NumberOfA(a, i0, k0, 2, s), NumberOfA(a, i0, k0, 3, s));

    private static Float4 FetchB(ArrayView<float> b, int j0, int k0, MatMulStrides s) =>
        new(NumberOfB(b, j0, k0, 0, s), NumberOfB(b, j0, k0, 1, s), NumberOfB(b, j0, k0, 2, s), NumberOfB(b, j0, k0, 3, s));

    private static float NumberOfA(ArrayView<float> a, int i0, int k0, int q, MatMulStrides s) =>
        LoadA(a, i0 + LaneA(q, s), k0 + StepA(q, s), s);

    private static float NumberOfB(ArrayView<float> b, int j0, int k0, int q, MatMulStrides s) =>
        LoadB(b, k0 + StepB(q, s), j0 + LaneB(q, s), s);

    /// <summary>VectorTile: stores the loaded numbers in shared memory.</summary>
    private static void Put(ArrayView<float> tileA, ArrayView<float> tileB, Float4 nextA, Float4 nextB, int current, MatMulStrides s)
    {
        PutNumber(tileA, tileB, nextA.X, nextB.X, current, 0, s);
        PutNumber(tileA, tileB, nextA.Y, nextB.Y, current, 1, s);
        PutNumber(tileA, tileB, nextA.Z, nextB.Z, current, 2, s);
        PutNumber(tileA, tileB, nextA.W, nextB.W, current, 3, s);
    }

    private static void PutNumber(ArrayView<float> tileA, ArrayView<float> tileB, float a, float b, int current, int q, MatMulStrides s)
    {
        tileA[((current + StepA(q, s)) * VectorRow) + LaneA(q, s)] = a;
        tileB[((current + StepB(q, s)) * VectorRow) + LaneB(q, s)] = b;
    }

    // The place of an item's number q in a tile of VectorTile. Neighbouring items load neighbouring numbers (coalesced access), whether
    // or not the operand is transposed.
    private static int LaneA(int q, MatMulStrides s) => s.StepA == 1 ? Number(q) / VectorDepth : Number(q) % VectorBlock;

    private static int StepA(int q, MatMulStrides s) => s.StepA == 1 ? Number(q) % VectorDepth : Number(q) / VectorBlock;

    private static int LaneB(int q, MatMulStrides s) => s.ColumnB == 1 ? Number(q) % VectorBlock : Number(q) / VectorDepth;

    private static int StepB(int q, MatMulStrides s) => s.ColumnB == 1 ? Number(q) / VectorBlock : Number(q) % VectorDepth;

    private static int Number(int q) => Group.IdxX + (q * 256);

    /// <summary>op(A)[i, k], 0 outside: zeros change no sum, so only the store checks the bounds of C.</summary>
    private static float LoadA(ArrayView<float> a, int i, int k, MatMulStrides s)
    {
        float value = 0;
        if (i < s.M && k < s.K)
            value = a[(i * s.RowA) + (k * s.StepA)];
        return value;
    }

    private static float LoadB(ArrayView<float> b, int k, int j, MatMulStrides s)
    {
        float value = 0;
        if (k < s.K && j < s.N)
            value = b[(k * s.StepB) + (j * s.ColumnB)];
        return value;
    }

    /// <summary>Stores the sums of a register tile whose upper left element is C[i, j], within the bounds of C.</summary>
    private static void DeliverTile<TTile, TActivation>(
        ArrayView<float> c, ArrayView<float> bias, int i, int j, Sums4 sums, MatMulStrides s, TActivation activation)
        where TTile : unmanaged, ISquareTile
        where TActivation : unmanaged, IUnaryFormula
    {
        for (int r = 0; r < Loop.Unroll(TTile.Size); r++)
        {
            for (int t = 0; t < Loop.Unroll(TTile.Size); t++)
            {
                if (i + r < s.M && j + t < s.N)
                    Deliver(c, bias, i + r, j + t, sums.At(r, t), s, activation);
            }
        }
    }

    /// <summary>The epilogue: adds the sum to C, or stores it with bias and activation.</summary>
    private static void Deliver<TActivation>(
        ArrayView<float> c, ArrayView<float> bias, int i, int j, float sum, MatMulStrides s, TActivation activation)
        where TActivation : unmanaged, IUnaryFormula
    {
        int at = (i * s.N) + j;
        if (s.Accumulate)
        {
            c[at] += sum;
        }
        else
        {
            if (bias.IntLength > 0)
                sum += bias[j];
            c[at] = activation.Value<Lane>(sum).Value;
        }
    }
}

/// <summary>
/// A product's sizes and strides: op(A)[i, k] is A[i·RowA + k·StepA], op(B)[k, j] is B[k·StepB + j·ColumnB].
/// </summary>
internal readonly struct MatMulStrides(MatMul sizes)
{
    public readonly int M = sizes.M;
    public readonly int N = sizes.N;
    public readonly int K = sizes.K;
    public readonly int RowA = sizes.TransposeA ? 1 : sizes.K;
    public readonly int StepA = sizes.TransposeA ? sizes.M : 1;
    public readonly int StepB = sizes.TransposeB ? 1 : sizes.N;
    public readonly int ColumnB = sizes.TransposeB ? sizes.K : 1;

    // A 32-bit word: ILGPU does not support bool in kernel parameters.
    private readonly int accumulate = sizes.Accumulate ? 1 : 0;

    public bool Accumulate => accumulate != 0;
}
