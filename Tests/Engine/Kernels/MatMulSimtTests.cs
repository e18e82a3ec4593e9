using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.Elementwise.Formulas;
using GanFromScratch.Engine.Kernels.MatMul;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Kernels;

/// <summary>
/// Every version of the matrix product against the reference, at sizes around its tiles, in every order of M, N and K.
/// </summary>
[TestFixtureSource(typeof(SimtFixture), nameof(KernelDevices))]
public class MatMulSimtTests(string device) : SimtFixture(device)
{
    private static readonly (int M, int N, int K)[] Sizes =
    [
        (0, 3, 2), (3, 0, 2), (3, 2, 0), (1, 1, 1), (2, 3, 5), (7, 31, 9), (8, 32, 16), (9, 33, 17), (16, 16, 15), (17, 15, 16),
        (1, 40, 130), (40, 1, 130),
        (31, 65, 64), (65, 31, 33), (33, 64, 257), (70, 130, 66), (129, 66, 31), (5, 7, 129), (100, 36, 40),
    ];

    public static IEnumerable<string> Names => Versions.Of<MatMulLaunch<Identity>>();

    [TestCaseSource(nameof(Names))]
    public void Plain_and_accumulating(string version)
    {
        foreach ((int M, int N, int K) in Affordable(Sizes, s => s.M * s.N <= 600 && s.K <= 130))
        {
            foreach ((bool transposeA, bool transposeB, bool accumulate) in Flags())
                Check(version, new MatMul(M, N, K, transposeA, transposeB, accumulate), false, default(Identity));
        }
    }

    [TestCaseSource(nameof(Names))]
    public void With_bias_and_activation(string version)
    {
        foreach ((int M, int N, int K) in Affordable(Sizes, s => s.M * s.N <= 600 && s.K <= 130))
        {
            foreach ((bool transposeA, bool transposeB, _) in Flags().Where(f => !f.Accumulate))
                Check(version, new MatMul(M, N, K, transposeA, transposeB), (M + K) % 3 != 0, new LeakyRelu(0.2f));
        }
    }

    [Test]
    public void Many_steps_in_blocks_and_panels_of_their_own([Values] bool transposeA, [Values] bool transposeB)
    {
        RequireFastDevice();
        Check("chosen", new MatMul(300, 512, 600, transposeA, transposeB), true, default(Tanh));
        Check("chosen", new MatMul(64, 256, 700, transposeA, transposeB, Accumulate: true), false, default(Identity));
        Check("chosen", new MatMul(260, 1100, 500, transposeA, transposeB), true, default(Identity));
    }

    [Test]
    public void The_same_product_twice_gives_the_same_bits()
    {
        RequireFastDevice();
        var sizes = new MatMul(70, 130, 600);
        float[] a = Numbers.Uniform(sizes.M * sizes.K), b = Numbers.Uniform(sizes.K * sizes.N, seed: 2);
        using var memory = new KernelMemory(Device);
        BufferView first = memory.Result(sizes.M * sizes.N), second = memory.Result(sizes.M * sizes.N);
        sizes.Run(memory.Operand(a), memory.Operand(b), first);
        sizes.Run(memory.Operand(a), memory.Operand(b), second);
        Assert.That(memory.Read(second), Is.EqualTo(memory.Read(first)));
    }

    private static IEnumerable<(bool A, bool B, bool Accumulate)> Flags() =>
        from a in new[] { false, true } from b in new[] { false, true } from accumulate in new[] { false, true } select (a, b, accumulate);

    private void Check<TActivation>(string version, MatMul sizes, bool withBias, TActivation activation)
        where TActivation : unmanaged, IUnaryFormula
    {
        (int M, int N, int K) = (sizes.M, sizes.N, sizes.K);
        float[] a = Numbers.Uniform(M * K), b = Numbers.Uniform(K * N, seed: 2), before = Numbers.Uniform(M * N, seed: 3),
        bias = Numbers.Uniform(withBias ? N : 0, seed: 4);
        double[] expected = Numbers.Wide(before);
        MatMulReference.Run(sizes, Numbers.Wide(a), Numbers.Wide(b), Numbers.Wide(bias), expected, activation);
        using var memory = new KernelMemory(Device);
        BufferView left = memory.Operand(a), right = memory.Operand(b), c = memory.Result(before);
        BufferView? row = withBias ? memory.Operand(bias) : null;
        if (!Versions.Run(version, Device, new MatMulLaunch<TActivation>(sizes, left, right, row, c, activation)))
            return;

        // Rounding errors of K additions: at worst proportional to K.
        Numbers.AssertClose(expected, memory.Read(c), 1e-6 * (4 + (K / 4.0)), $"{version}, {sizes}, {typeof(TActivation).Name}");
    }
}
