using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels;

// The ladder for GPUs; the one for processors behind OpenCL goes on in MatMulPanelsSimt.cs. To run it:
//   dotnet run -c Release --project Gan -- kernels time matmul --device opencl
//
//   1  Element        an element of C an item          Every item reads a whole row of A and a whole column of B: 2·K loads for 2·K operations.
//   2  SharedTile     16 × 16 of C a group             Each number is loaded once by a group and used 16 times, out of shared memory. Per FMA
//                                                      there are still two loads from there, and they are what it waits for.
//   3  RegisterTile   R × C of C an item               An item loads R + C numbers from shared memory for R·C FMAs: 4 × 4 halves the loads per
//                                                      FMA twice over, 8 × 8 three times.
//   4  VectorTile     8 × 8 an item, two buffers       Four floats per load from shared memory; the next tile is on its way from memory while
//                                                      this one is used, and one barrier a tile is enough.
//
// The arithmetic behind 4. A step k of a group's 128 × 128 tile reads 256 floats and does 16,384 FMAs. Per item: 4 vector loads for 64 FMAs.
// From memory a tile of depth 8 takes 2 · 128 · 8 floats = 8 KB for 131,072 FMAs: 32 operations a byte, above the 20 or so that a large GPU needs
// to be kept busy.
//
// V. Volkov, J. Demmel, "Benchmarking GPUs to Tune Dense Linear Algebra", SC 2008. NVIDIA's CUTLASS and S. Boehm's worklog describe the same path.

/// <summary><see cref="MatMul"/> on a GPU. A transposed operand is one whose strides are exchanged; no kernel asks which it was.</summary>
internal static partial class MatMulSimt
{
    /// <summary>Side of the square of items that a group of 256 is.</summary>
    private const int Side = 16;

    // A little more than a row, so that items that write down a column of the tile meet different banks of shared memory.
    private const int Padding = 4;

    // VectorTile: rows and columns of C a group, and the depth of a tile.
    private const int VectorBlock = 128, VectorDepth = 8, VectorRow = VectorBlock + Padding;

    public static void Run<TActivation>(SimtDevice device, MatMul sizes, BufferView a, BufferView b, BufferView? bias, BufferView c, TActivation activation)
        where TActivation : unmanaged, IUnaryFormula
    {
        if (device.Traits.IsProcessor)
        {
            MatMulPanelsSimt.Run(device, sizes, a, b, bias, c, activation);
            return;
        }

        // The largest tile that still gives every multiprocessor one: a tile twice as wide does half the loads, an idle multiprocessor nothing.
        var strides = new MatMulStrides(sizes);
        int units = device.Traits.ComputeUnits;
        if (Blocks(sizes, VectorBlock) >= units)
            VectorTile(device, Blocks(sizes, VectorBlock), a, b, bias, c, strides, activation);
        else if (Blocks(sizes, 64) >= units)
            RegisterTile<Tile4, TActivation>(device, Blocks(sizes, 64), a, b, bias, c, strides, activation);
        else if (Blocks(sizes, 32) >= units)
            RegisterTile<Tile2, TActivation>(device, Blocks(sizes, 32), a, b, bias, c, strides, activation);
        else
            SharedTile(device, Blocks(sizes, Side), a, b, bias, c, strides, activation);
    }

    /// <summary>How many squares of that side cover C.</summary>
    internal static int Blocks(MatMul sizes, int side) => (sizes.M + side - 1) / side * ((sizes.N + side - 1) / side);

    [Kernel(1, "an element of C an item")]
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

    [Kernel(2, "a tile of 16 × 16 in shared memory")]
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
            // Neighbouring items take neighbouring numbers, whichever way the operand is stored.
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

    [Kernel(3, "a tile in registers too: R × R an item")]
    internal static void RegisterTile<TTile, TActivation>(
        ArrayView<float> a, ArrayView<float> b, ArrayView<float> bias, ArrayView<float> c, MatMulStrides s, TActivation activation)
        where TTile : unmanaged, ISquareTile
        where TActivation : unmanaged, IUnaryFormula
    {
        ArrayView<float> tileA = SharedMemory.Allocate<float>(Side * ((Side * TTile.Size) + Padding));
        ArrayView<float> tileB = SharedMemory.Allocate<float>(Side * ((Side * TTile.Size) + Padding));
        ArrayView<float> sums = LocalMemory.Allocate<float>(TTile.Size * TTile.Size);
        for (int e = 0; e < Loop.Unroll(TTile.Size * TTile.Size); e++)
            sums[e] = 0;

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
                ArrayView<float> fromA = tileA.SubView((k * pitch) + row, TTile.Size), fromB = tileB.SubView((k * pitch) + column, TTile.Size);
                for (int r = 0; r < Loop.Unroll(TTile.Size); r++)
                {
                    for (int t = 0; t < Loop.Unroll(TTile.Size); t++)
                        sums[(r * TTile.Size) + t] = MathF.FusedMultiplyAdd(fromA[r], fromB[t], sums[(r * TTile.Size) + t]);
                }
            }

            Group.Barrier();
        }

        for (int r = 0; r < Loop.Unroll(TTile.Size); r++)
        {
            for (int t = 0; t < Loop.Unroll(TTile.Size); t++)
            {
                int i = i0 + row + r, j = j0 + column + t;
                if (i < s.M && j < s.N)
                    Deliver(c, bias, i, j, sums[(r * TTile.Size) + t], s, activation);
            }
        }
    }

    [Kernel(4, "8 × 8 an item, vector loads, the next tile under way")]
    internal static void VectorTile<TActivation>(
        ArrayView<float> a, ArrayView<float> b, ArrayView<float> bias, ArrayView<float> c, MatMulStrides s, TActivation activation)
        where TActivation : unmanaged, IUnaryFormula
    {
        // Two tiles of each operand: while one is read the other is written.
        ArrayView<float> tileA = SharedMemory.Allocate<float>(2 * VectorDepth * VectorRow);
        ArrayView<float> tileB = SharedMemory.Allocate<float>(2 * VectorDepth * VectorRow);
        ArrayView<float> sums = LocalMemory.Allocate<float>(64);
        ArrayView<float> nextA = LocalMemory.Allocate<float>(4);
        ArrayView<float> nextB = LocalMemory.Allocate<float>(4);
        ArrayView<float> fromA = LocalMemory.Allocate<float>(8);
        ArrayView<float> fromB = LocalMemory.Allocate<float>(8);
        for (int e = 0; e < Loop.Unroll(64); e++)
            sums[e] = 0;

        int across = (s.N + VectorBlock - 1) / VectorBlock;
        int i0 = Grid.IdxX / across * VectorBlock, j0 = Grid.IdxX % across * VectorBlock;

        // An item's eight rows are four and four, half a tile apart, and so are its columns: a warp's vector loads then fill all banks.
        int row = Group.IdxX / Side * 4, column = Group.IdxX % Side * 4;
        Fetch(a, b, nextA, nextB, i0, j0, 0, s);
        Put(tileA, tileB, nextA, nextB, 0, s);
        Group.Barrier();
        int current = 0;
        for (int k0 = 0; k0 < s.K; k0 += VectorDepth)
        {
            // Past the end this fetches zeros, which are never used.
            Fetch(a, b, nextA, nextB, i0, j0, k0 + VectorDepth, s);
            for (int k = 0; k < Loop.Unroll(VectorDepth); k++)
            {
                int at = (current + k) * VectorRow;
                Split(Float4.LoadAligned(tileA, at + row), fromA, 0);
                Split(Float4.LoadAligned(tileA, at + row + (VectorBlock / 2)), fromA, 4);
                Split(Float4.LoadAligned(tileB, at + column), fromB, 0);
                Split(Float4.LoadAligned(tileB, at + column + (VectorBlock / 2)), fromB, 4);
                for (int r = 0; r < Loop.Unroll(8); r++)
                {
                    for (int t = 0; t < Loop.Unroll(8); t++)
                        sums[(r * 8) + t] = MathF.FusedMultiplyAdd(fromA[r], fromB[t], sums[(r * 8) + t]);
                }
            }

            current = VectorDepth - current;
            Put(tileA, tileB, nextA, nextB, current, s);
            Group.Barrier();
        }

        for (int r = 0; r < Loop.Unroll(8); r++)
        {
            for (int t = 0; t < Loop.Unroll(8); t++)
            {
                int i = i0 + row + (r % 4) + (r / 4 * (VectorBlock / 2)), j = j0 + column + (t % 4) + (t / 4 * (VectorBlock / 2));
                if (i < s.M && j < s.N)
                    Deliver(c, bias, i, j, sums[(r * 8) + t], s, activation);
            }
        }
    }

    // The loops of these two are unrolled by compilers for GPUs without being told; told so, PoCL 3.1 loses what they carry past the barrier.

    /// <summary>VectorTile: this item's share of the tile at depth k0, four numbers of each operand, into registers.</summary>
    private static void Fetch(ArrayView<float> a, ArrayView<float> b, ArrayView<float> nextA, ArrayView<float> nextB, int i0, int j0, int k0, MatMulStrides s)
    {
        for (int q = 0; q < 4; q++)
        {
            int e = Group.IdxX + (q * 256);
            int laneA = s.StepA == 1 ? e / VectorDepth : e % VectorBlock, stepA = s.StepA == 1 ? e % VectorDepth : e / VectorBlock;
            int laneB = s.ColumnB == 1 ? e % VectorBlock : e / VectorDepth, stepB = s.ColumnB == 1 ? e / VectorBlock : e % VectorDepth;
            nextA[q] = LoadA(a, i0 + laneA, k0 + stepA, s);
            nextB[q] = LoadB(b, k0 + stepB, j0 + laneB, s);
        }
    }

    /// <summary>VectorTile: what <see cref="Fetch"/> brought, into shared memory.</summary>
    private static void Put(ArrayView<float> tileA, ArrayView<float> tileB, ArrayView<float> nextA, ArrayView<float> nextB, int current, MatMulStrides s)
    {
        for (int q = 0; q < 4; q++)
        {
            int e = Group.IdxX + (q * 256);
            int laneA = s.StepA == 1 ? e / VectorDepth : e % VectorBlock, stepA = s.StepA == 1 ? e % VectorDepth : e / VectorBlock;
            int laneB = s.ColumnB == 1 ? e % VectorBlock : e / VectorDepth, stepB = s.ColumnB == 1 ? e / VectorBlock : e % VectorDepth;
            tileA[((current + stepA) * VectorRow) + laneA] = nextA[q];
            tileB[((current + stepB) * VectorRow) + laneB] = nextB[q];
        }
    }

    private static void Split(Float4 four, ArrayView<float> target, int at)
    {
        target[at] = four.X;
        target[at + 1] = four.Y;
        target[at + 2] = four.Z;
        target[at + 3] = four.W;
    }

    /// <summary>op(A)[i, k], 0 outside: zeros change no sum, so that only the store needs to know where C ends.</summary>
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

    /// <summary>The sum into its place: added, or with bias and activation.</summary>
    private static void Deliver<TActivation>(ArrayView<float> c, ArrayView<float> bias, int i, int j, float sum, MatMulStrides s, TActivation activation)
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

/// <summary>A product's sizes and how far apart neighbours lie: op(A)[i, k] is A[i·RowA + k·StepA], op(B)[k, j] is B[k·StepB + j·ColumnB].</summary>
internal readonly struct MatMulStrides(MatMul sizes)
{
    public readonly int M = sizes.M;
    public readonly int N = sizes.N;
    public readonly int K = sizes.K;
    public readonly int RowA = sizes.TransposeA ? 1 : sizes.K;
    public readonly int StepA = sizes.TransposeA ? sizes.M : 1;
    public readonly int StepB = sizes.TransposeB ? 1 : sizes.N;
    public readonly int ColumnB = sizes.TransposeB ? sizes.K : 1;

    // A word in memory: ILGPU gives kernels no bool.
    private readonly int accumulate = sizes.Accumulate ? 1 : 0;

    public bool Accumulate => accumulate != 0;
}

/// <summary>How many rows and columns of C an item has.</summary>
[KernelFormula]
internal interface ISquareTile
{
    static abstract int Size { get; }
}

/// <summary>2 × 2 an item, 32 × 32 a group.</summary>
internal readonly struct Tile2 : ISquareTile
{
    public static int Size => 2;
}

/// <summary>4 × 4 an item, 64 × 64 a group.</summary>
internal readonly struct Tile4 : ISquareTile
{
    public static int Size => 4;
}
