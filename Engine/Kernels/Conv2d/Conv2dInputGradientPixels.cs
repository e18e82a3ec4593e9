using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.MatMul;

namespace GanFromScratch.Engine.Kernels.Conv2d;

/// <summary>
/// <see cref="Conv2dInputGradient"/> into images with few channels: lanes are neighbouring pixels of one image. For each of the C·KH·KW
/// weights of an output channel, dy · w summed over the channels is a plane as large as dy. That is a matrix product: the rows of its
/// tiles are 12 of these weights, the columns two registers of neighbours in a row of dy, and each sum runs over the channels. Each
/// row of the tile is then added at the place of its tap, into <see cref="PixelPlanes"/> of the image, register by register, since values
/// beyond a row's end are zero.
/// </summary>
internal readonly unsafe struct Conv2dInputGradientPixels<TActivation> : ISimdLaunch<Conv2dInputGradientPixels<TActivation>>
    where TActivation : unmanaged, IUnaryFormula
{
    private readonly Conv2d sizes;
    private readonly PixelPlanes layout;
    private readonly int rows;
    private readonly float* dy, w, bias, dx;
    private readonly TActivation activation;

    public Conv2dInputGradientPixels(Conv2d sizes, BufferView dy, BufferView w, BufferView? bias, BufferView dx, TActivation activation)
    {
        this.sizes = sizes;
        layout = new PixelPlanes(sizes);
        rows = sizes.C * sizes.KH * sizes.KW;
        this.dy = CpuBuffer.Pointer(dy);
        this.w = CpuBuffer.Pointer(w);
        this.bias = bias is BufferView channels ? CpuBuffer.Pointer(channels) : null;
        this.dx = CpuBuffer.Pointer(dx);
        this.activation = activation;
    }

    public static bool WantsWidest => true;

    /// <summary>Images.</summary>
    public int Items => sizes.N;

    public int Grain => (int)Math.Clamp(500_000 / Math.Max(sizes.Flops / Math.Max(sizes.N, 1), 1), 1, 1024);

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        int MR = MatMulTile.Rows<L>(), NR = MatMulTile.Columns<L>(), O = sizes.O, image = sizes.C * sizes.H * sizes.W;
        int panels = (rows + MR - 1) / MR, registers = (sizes.OutW + L.Count - 1) / L.Count * sizes.OutH;
        MatMulScratch scratch = MatMulScratch.OfThisThread(panels * MR * O, (O * NR) + (MR * NR) + layout.Length + image);
        float* packed = scratch.A, columns = scratch.B, tile = columns + (O * NR), planes = tile + (MR * NR),
        gathered = planes + layout.Length;
        Pack(packed, MR);
        for (int n = begin; n < end; n++)
        {
            new Span<float>(planes, layout.Length).Clear();
            for (int register = 0; register < registers; register += 2)
            {
                PackColumns<L>(n, register, columns);
                for (int row = 0; row < rows; row += MR)
                {
                    int height = Math.Min(MR, rows - row);
                    Conv2dTile.Run<L>(height, StridedSum.OnePiece(O), packed + (row * O), columns, tile, NR, add: false);
                    for (int r = 0; r < height; r++)
                    {
                        Add<L>(planes, row + r, register, tile + (r * NR));
                        if (register + 1 < registers)
                            Add<L>(planes, row + r, register + 1, tile + (r * NR) + L.Count);
                    }
                }
            }

            layout.Gather(planes, gathered);
            Finish<L>(gathered, dx + ((nint)n * image));
        }
    }

    /// <summary>[12 weights of a channel] [channel] [weight]; the rows that are missing from the last panel are zero.</summary>
    private void Pack(float* packed, int MR)
    {
        for (int row = 0; row < rows; row += MR)
        {
            int height = Math.Min(MR, rows - row);
            for (int o = 0; o < sizes.O; o++, packed += MR)
            {
                new ReadOnlySpan<float>(w + ((nint)o * rows) + row, height).CopyTo(new Span<float>(packed, height));
                new Span<float>(packed + height, MR - height).Clear();
            }
        }
    }

    /// <summary>Two registers of neighbours in dy, of all channels; values beyond a row's end are zero.</summary>
    private void PackColumns<L>(int n, int register, float* columns)
        where L : unmanaged, ILanes<L>
    {
        int NR = MatMulTile.Columns<L>(), perRow = (sizes.OutW + L.Count - 1) / L.Count, pixels = sizes.OutH * sizes.OutW;
        for (int half = 0; half < 2; half++, columns += L.Count)
        {
            (int oy, int part) = Math.DivRem(register + half, perRow);
            int count = oy < sizes.OutH ? Math.Min(sizes.OutW - (part * L.Count), L.Count) : 0;
            float* from = dy + ((nint)n * sizes.O * pixels) + (oy * sizes.OutW) + (part * L.Count);
            for (int o = 0; o < sizes.O; o++, from += pixels)
                PartialLanes.LoadUpTo<L>(from, count).Store(columns + (o * NR));
        }
    }

    /// <summary>Adds a weight's contribution, for a register of neighbours in a row of dy, to the pixels under its tap.</summary>
    private void Add<L>(float* planes, int weight, int register, float* values)
        where L : unmanaged, ILanes<L>
    {
        (int oy, int part) = Math.DivRem(register, (sizes.OutW + L.Count - 1) / L.Count);
        int kx = weight % sizes.KW, ky = weight / sizes.KW % sizes.KH, c = weight / sizes.KW / sizes.KH;
        int y = (oy * sizes.Options.StrideH) + (ky * sizes.Options.DilationH) - sizes.Options.PaddingTop;
        if ((uint)y >= (uint)sizes.H)
            return;
        float* to = layout.Line(planes, c, y, kx) + (part * L.Count);
        (L.Load(to) + L.Load(values)).Store(to);
    }

    private void Finish<L>(float* image, float* target)
        where L : unmanaged, ILanes<L>
    {
        int pixels = sizes.H * sizes.W;
        for (int c = 0; c < sizes.C; c++, image += pixels, target += pixels)
        {
            L add = bias == null ? L.Zero : L.Broadcast(bias[c]);
            for (int i = 0; i < pixels; i += L.Count)
                PartialLanes.StoreUpTo(activation.Value(PartialLanes.LoadUpTo<L>(image + i, pixels - i) + add), target + i, pixels - i);
        }
    }
}
