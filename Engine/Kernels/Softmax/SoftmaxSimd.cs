using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Softmax;

/// <summary>
/// <see cref="Softmax"/> on the CPU. An item is a row, with three passes while it is in the cache: the maximum, the exponentials and
/// their sum, the quotient. The exponentials are kept in y.
/// </summary>
internal readonly unsafe struct SoftmaxSimd(Softmax sizes, BufferView x, BufferView y) : ISimdLaunch<SoftmaxSimd>
{
    /// <summary>Registers that are added in float before their sum is added in double, so that long rows lose no digits.</summary>
    public const int Chain = 32;

    private readonly Softmax sizes = sizes;
    private readonly float* x = CpuBuffer.Pointer(x);
    private readonly float* y = CpuBuffer.Pointer(y);

    public int Items => sizes.Columns == 0 ? 0 : sizes.Rows;

    public int Grain => Math.Max(4096 / Math.Max(sizes.Columns, 1), 1);

    /// <summary>The maximum of a row; NaN if there is one.</summary>
    public static float Largest<L>(float* row, int count)
        where L : unmanaged, ILanes<L>
    {
        L lanes = L.Broadcast(float.NegativeInfinity);
        int i = 0;
        for (; i <= count - L.Count; i += L.Count)
            lanes = L.Max(lanes, L.Load(row + i));
        float largest = float.NegativeInfinity;
        for (int lane = 0; lane < L.Count; lane++)
            largest = MathF.Max(largest, lanes[lane]);
        for (; i < count; i++)
            largest = MathF.Max(largest, row[i]);
        return largest;
    }

    /// <summary>powers[i] = e^(row[i] − largest); returns their sum.</summary>
    public static float Powers<L>(float* row, float* powers, int count, float largest)
        where L : unmanaged, ILanes<L>
    {
        L shift = L.Broadcast(largest);
        double sum = 0;
        int i = 0;
        for (int whole = count / L.Count * L.Count; i < whole;)
        {
            L lanes = L.Zero;
            for (int stop = Math.Min(i + (Chain * L.Count), whole); i < stop; i += L.Count)
            {
                L power = L.Exp(L.Load(row + i) - shift);
                power.Store(powers + i);
                lanes += power;
            }

            sum += lanes.Sum();
        }

        if (i < count)
        {
            L power = L.Exp(PartialLanes.Load<L>(row + i, count - i) - shift);
            PartialLanes.Store(power, powers + i, count - i);
            sum += PartialLanes.Sum(power, count - i);
        }

        return (float)sum;
    }

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        int columns = sizes.Columns;
        for (int r = begin; r < end; r++)
        {
            float* row = x + ((nint)r * columns), result = y + ((nint)r * columns);
            float largest = Largest<L>(row, columns), sum = Powers<L>(row, result, columns, largest);
            if (sizes.Logarithm)
                Logarithms<L>(row, result, columns, largest, MathF.Log(sum));
            else
                Scale<L>(result, columns, sum);
        }
    }

    private static void Logarithms<L>(float* row, float* result, int count, float largest, float logarithm)
        where L : unmanaged, ILanes<L>
    {
        L a = L.Broadcast(largest), b = L.Broadcast(logarithm);
        for (int i = 0; i < count; i += L.Count)
            PartialLanes.StoreUpTo(PartialLanes.LoadUpTo<L>(row + i, count - i) - a - b, result + i, count - i);
    }

    private static void Scale<L>(float* powers, int count, float sum)
        where L : unmanaged, ILanes<L>
    {
        L divisor = L.Broadcast(sum);
        for (int i = 0; i < count; i += L.Count)
            PartialLanes.StoreUpTo(PartialLanes.LoadUpTo<L>(powers + i, count - i) / divisor, powers + i, count - i);
    }
}
