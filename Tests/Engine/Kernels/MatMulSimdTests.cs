using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.Elementwise.Formulas;
using GanFromScratch.Engine.Kernels.MatMul;

namespace GanFromScratch.Tests.Engine.Kernels;


/// <summary>
/// The SIMD face in all three widths against the reference in double. A width that the processor lacks is computed in software, so every
/// width is tested everywhere.
/// </summary>
[TestFixture(typeof(Lanes128))]
[TestFixture(typeof(Lanes256))]
[TestFixture(typeof(Lanes512))]
[Category("Simd")]
internal sealed class MatMulSimdTests<L> : IDisposable
    where L : unmanaged, ILanes<L>
{
    // Around lanes (4, 8, 16), tiles (6 and 12 rows; 8, 16 and 32 columns), blocks of K (256), slices of columns (64).
    private static readonly (int, int, int)[] Triples =
    [
        (1, 1, 1), (1, 2, 3), (1, 5, 17), (1, 33, 64), (2, 7, 9), (3, 8, 31), (4, 12, 16), (5, 6, 7), (6, 16, 32), (7, 15, 65),
        (11, 13, 33), (12, 32, 255), (13, 17, 256), (1, 16, 257), (6, 63, 257), (24, 64, 100), (25, 31, 513), (72, 96, 8),
    ];

    private readonly CpuDevice device = new(1);

    public void Dispose() => device.Dispose();

    [Test]
    public void Agrees_with_the_reference_in_every_order_of_sizes(
        [Values] bool transposeA, [Values] bool transposeB, [Values] bool accumulate)
    {
        foreach ((int x, int y, int z) in Triples)
        {
            (int, int, int)[] orders = [(x, y, z), (x, z, y), (y, x, z), (y, z, x), (z, x, y), (z, y, x)];
            foreach ((int M, int N, int K) in orders.Distinct())
                new MatMulCase<Identity>(new MatMul(M, N, K, transposeA, transposeB, accumulate)).AssertAgrees<L>(device);
        }
    }

    [TestCase(193, 66, 257)]
    [TestCase(66, 193, 257)]
    [TestCase(400, 30, 256)]
    [TestCase(1600, 20, 9)]
    [TestCase(194, 1030, 20)]
    [TestCase(1030, 194, 20)]
    public void Agrees_where_blocks_of_rows_and_columns_meet(int M, int N, int K)
    {
        new MatMulCase<Identity>(new MatMul(M, N, K)).AssertAgrees<L>(device);
        new MatMulCase<Tanh>(new MatMul(M, N, K, true, true), bias: true).AssertAgrees<L>(device);
    }

    [Test]
    public void Adds_the_bias_and_applies_the_activation_once(
        [Values(1, 13, 64)] int M, [Values(1, 5, 35)] int N, [Values(0, 1, 300)] int K)
    {
        var sizes = new MatMul(M, N, K, TransposeB: true);
        new MatMulCase<Identity>(sizes, bias: true).AssertAgrees<L>(device);
        new MatMulCase<LeakyRelu>(sizes, bias: true, activation: new LeakyRelu(0.2f)).AssertAgrees<L>(device);
        new MatMulCase<LeakyRelu>(sizes, bias: false, activation: new LeakyRelu(0.2f)).AssertAgrees<L>(device);
        new MatMulCase<Tanh>(sizes, bias: true).AssertAgrees<L>(device);
    }

    [Test]
    public void Sizes_of_zero_leave_no_trace(
        [Values(0, 1, 7)] int M, [Values(0, 1, 20)] int N, [Values(0, 3)] int K, [Values] bool accumulate) =>
        new MatMulCase<Identity>(new MatMul(M, N, K, Accumulate: accumulate)).AssertAgrees<L>(device);

    [Test]
    public void Any_cut_of_the_work_gives_the_same_bits(
        [Values(1, 5, 130)] int M, [Values(1, 3, 150)] int N, [Values(1, 300)] int K, [Values] bool transpose)
    {
        var test = new MatMulCase<Tanh>(new MatMul(M, N, K, transpose, !transpose), bias: true);
        float[] whole = test.Run<L>(device);
        var random = new Random(7);
        for (int repeat = 0; repeat < 3; repeat++)
            Assert.That(test.Run<L>(device, random).SequenceEqual(whole));
    }

    [TestCase(float.NaN)]
    [TestCase(float.PositiveInfinity)]
    public void What_is_not_finite_stays_in_its_row_and_column(float poison)
    {
        foreach ((int M, int N, int K) in new[] { (7, 17, 5), (13, 33, 300), (1, 40, 9), (40, 1, 9), (65, 5, 70) })
        {
            var test = new MatMulCase<Identity>(new MatMul(M, N, K));
            int row = M - 1, column = N / 2, k = K / 2;
            test.A[(row * K) + k] = poison;
            float[] c = test.Run<L>(device);
            Assert.That(Enumerable.Range(0, M * N).All(i => float.IsFinite(c[i]) == (i / N != row)), $"{M}×{N}×{K}, row {row}");

            test.A[(row * K) + k] = 1;
            test.B[(k * N) + column] = poison;
            c = test.Run<L>(device);
            Assert.That(Enumerable.Range(0, M * N).All(i => float.IsFinite(c[i]) == (i % N != column)), $"{M}×{N}×{K}, column {column}");
        }
    }
}

[Category("Simd")]
internal sealed class MatMulThreadsTests
{
    [TestCase(64, 128, 100, false, true)]
    [TestCase(64, 784, 200, false, false)]
    [TestCase(512, 300, 64, true, false)]
    [TestCase(5000, 1, 130, false, false)]
    [TestCase(1, 3000, 130, false, true)]
    [TestCase(131, 257, 259, true, true)]
    public void One_two_and_three_threads_give_the_same_bits(int M, int N, int K, bool transposeA, bool transposeB)
    {
        var sizes = new MatMul(M, N, K, transposeA, transposeB);
        var test = new MatMulCase<Tanh>(sizes, bias: true);
        using CpuDevice device1 = new(1), device2 = new(2), device3 = new(3);
        float[] one = test.Launch(device1);
        Assert.That(test.Launch(device2).SequenceEqual(one), "two threads");
        Assert.That(test.Launch(device3).SequenceEqual(one), "three threads");
        test.AssertClose(one);
    }

    [Test]
    public void Adding_to_C_needs_an_identity_and_no_bias()
    {
        using var device = new CpuDevice(1);
        var view = new BufferView(device.Rent(1), 0, 1);
        var sizes = new MatMul(1, 1, 1, Accumulate: true);
        Assert.That(() => sizes.Run(view, view, view, view, default(Identity)), Throws.ArgumentException);
        Assert.That(() => sizes.Run(view, view, null, view, default(Tanh)), Throws.ArgumentException);
    }

    [Test]
    public void A_buffer_of_the_wrong_length_is_refused()
    {
        using var device = new CpuDevice(1);
        var view = new BufferView(device.Rent(6), 0, 6);
        Assert.That(
            () => new MatMul(2, 3, 3).Run(view, view, view),
            Throws.ArgumentException.With.Message.Contains("B needs 9 values, got 6"));
    }
}
