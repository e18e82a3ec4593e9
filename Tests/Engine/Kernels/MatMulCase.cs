using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.MatMul;

namespace GanFromScratch.Tests.Engine.Kernels;


/// <summary>Random operands of one product, its result by the reference in double, and by the SIMD face.</summary>
internal sealed class MatMulCase<TActivation>
    where TActivation : unmanaged, IUnaryFormula
{
    private const int Guard = 5;
    private const float GuardValue = 12345;
    private readonly MatMul sizes;
    private readonly TActivation activation;

    public MatMulCase(MatMul sizes, bool bias = false, TActivation activation = default)
    {
        this.sizes = sizes;
        this.activation = activation;
        var random = new Random(1);
        float[] Values(int length)
        {
            float[] values = new float[length];
            for (int i = 0; i < length; i++)
                values[i] = (2 * random.NextSingle()) - 1;
            return values;
        }

        A = Values(sizes.M * sizes.K);
        B = Values(sizes.K * sizes.N);
        C = Values(sizes.M * sizes.N);
        Bias = bias ? Values(sizes.N) : null;
    }

    public float[] A { get; }

    public float[] B { get; }

    public float[] C { get; }

    public float[]? Bias { get; }

    /// <summary>All items on this thread in one range, or in ranges cut at random.</summary>
    public float[] Run<L>(CpuDevice device, Random? cuts = null)
        where L : unmanaged, ILanes<L> =>
        On(device, (a, b, bias, c) =>
        {
            var launch = new MatMulSimd<TActivation>(sizes, a, b, bias, c, activation, device.Threads);
            for (int begin = 0, end; begin < launch.Items; begin = end)
            {
                end = cuts == null ? launch.Items : Math.Min(launch.Items, begin + cuts.Next(1, 60));
                launch.Run<L>(begin, end);
            }
        });

    /// <summary>Through the contract, on the device's threads.</summary>
    public float[] Launch(CpuDevice device) => On(device, (a, b, bias, c) => sizes.Run(a, b, bias, c, activation));

    public void AssertAgrees<L>(CpuDevice device)
        where L : unmanaged, ILanes<L> =>
        AssertClose(Run<L>(device));

    public void AssertClose(float[] actual)
    {
        static double[] Wide(float[]? values) => Array.ConvertAll(values ?? [], x => (double)x);
        double[] expected = Wide(C);
        MatMulReference.Run(sizes, Wide(A), Wide(B), Wide(Bias), expected, activation);
        // Rounding errors of K additions: at worst proportional to K.
        double tolerance = 1e-6 * (2 + (sizes.K / 20.0));
        for (int i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(actual[i] - expected[i]) <= tolerance))
                Assert.Fail($"{sizes}, {typeof(TActivation).Name}: C[{i / sizes.N}, {i % sizes.N}] is {actual[i]}, expected {expected[i]}");
        }
    }

    /// <summary>Uploads the operands, off the alignment, into buffers with guards on both sides; C's must be whole afterwards.</summary>
    private float[] On(CpuDevice device, Action<BufferView, BufferView, BufferView?, BufferView> run)
    {
        List<DeviceBuffer> buffers = [];
        BufferView Place(float[] values, float guard)
        {
            DeviceBuffer buffer = device.Rent(values.Length + (2 * Guard));
            buffers.Add(buffer);
            var guarded = new BufferView(buffer, 0, values.Length + (2 * Guard));
            float[] all = new float[guarded.Length];
            Array.Fill(all, guard);
            values.CopyTo(all, Guard);
            device.Upload(all, guarded);
            return guarded.Slice(Guard, values.Length);
        }

        BufferView a = Place(A, float.NaN), b = Place(B, float.NaN), c = Place(C, GuardValue);
        run(a, b, Bias == null ? null : Place(Bias, float.NaN), c);
        float[] all = new float[C.Length + (2 * Guard)];
        device.Download(new BufferView(c.Buffer, 0, all.Length), all);
        bool whole = !all.AsSpan(0, Guard).ContainsAnyExcept(GuardValue) && !all.AsSpan(all.Length - Guard).ContainsAnyExcept(GuardValue);
        if (!whole)
            Assert.Fail($"{sizes}: written outside of C");
        buffers.ForEach(buffer => buffer.Release());
        return all[Guard..^Guard];
    }
}
