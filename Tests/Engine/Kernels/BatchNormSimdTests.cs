using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels.BatchNorm;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Kernels;

[Category("Simd")]
public class BatchNormSimdTests
{
    private static readonly (int N, int C, int Inner)[] Sizes =
    [
        (2, 1, 1), (3, 2, 1), (4, 15, 1), (5, 16, 1), (6, 17, 1), (7, 33, 1), (64, 255, 1), (9, 256, 1), (64, 257, 1), (3, 600, 1),
        (2000, 3, 1),
        (1, 1, 2), (2, 3, 4), (1, 5, 15), (3, 2, 16), (2, 4, 17), (8, 3, 49), (4, 2, 196), (1, 2, 4097), (2, 0, 1), (2, 0, 3),
    ];

    [Test]
    public void Forward([Values(128, 256, 512)] int width, [Values] bool training, [Values] bool affine)
    {
        foreach ((int N, int C, int inner) in Sizes)
        {
            var sizes = new BatchNorm(N, C, inner, 0.3f, 1e-3f);
            float[] x = Numbers.Uniform(N * C * inner, -1, 3), gamma = Numbers.Uniform(C, seed: 2), beta = Numbers.Uniform(C, seed: 3);
            float[] mean = Numbers.Uniform(C, seed: 4), variance = Numbers.Uniform(C, 0.5, 2, 5);
            double[] y = new double[x.Length], mu = new double[C], s = new double[C], newMean = Numbers.Wide(mean),
            newVariance = Numbers.Wide(variance);
            BatchNormReference.Run<double>(
                sizes, Numbers.Wide(x), affine
                    ? Numbers.Wide(gamma)
                    : [], affine
                    ? Numbers.Wide(beta)
                    : [], newMean, newVariance, y, mu, s, training);
            float[]? whole = null;
            foreach (int pieces in new[] { 1, 3 })
            {
                using var memory = new KernelMemory();
                BufferView rm = memory.Result(mean), rv = memory.Result(variance), ry = memory.Result(x.Length), rmu = memory.Result(C),
                rs = memory.Result(C);
                var buffers = new BatchNorm.Buffers(
                    memory.Operand(x), affine ? memory.Operand(gamma) : null, affine ? memory.Operand(beta) : null, rm, rv, ry, rmu, rs);
                SimdRun.Execute(new BatchNormSimd(sizes, buffers, training), width, pieces);
                double tolerance = 2e-6 + (N * inner * 2e-9);
                Numbers.AssertClose(mu, memory.Read(rmu), tolerance, $"{sizes}: μ");
                Numbers.AssertClose(s, memory.Read(rs), 4 * tolerance, $"{sizes}: 1/σ");
                Numbers.AssertClose(y, memory.Read(ry), 10 * tolerance, $"{sizes}: y");
                Numbers.AssertClose(newMean, memory.Read(rm), tolerance, $"{sizes}: running mean");
                Numbers.AssertClose(newVariance, memory.Read(rv), 4 * tolerance, $"{sizes}: running variance");
                float[] actual = memory.Read(ry);
                Assert.That(actual.AsSpan().SequenceEqual(whole ??= actual), "pieces");
            }
        }
    }

    [Test]
    public void Backward([Values(128, 256, 512)] int width, [Values] bool training, [Values] bool affine, [Values] bool accumulate)
    {
        foreach ((int N, int C, int inner) in Sizes)
        {
            var sizes = new BatchNormGradient(N, C, inner, training, accumulate, accumulate);
            int n = N * C * inner;
            float[] x = Numbers.Uniform(n, -1, 3), dy = Numbers.Uniform(n, seed: 6), gamma = Numbers.Uniform(C, seed: 2);
            float[] mu = Numbers.Uniform(C, 0.5, 1.5, 7), s = Numbers.Uniform(C, 0.5, 2, 8), before = Numbers.Uniform(C, seed: 9);
            double[] dx = new double[n], dgamma = Numbers.Wide(before), dbeta = Numbers.Wide(before);
            BatchNormGradientReference.Run<double>(
                sizes, Numbers.Wide(x), Numbers.Wide(dy), affine
                    ? Numbers.Wide(gamma)
                    : [], Numbers.Wide(mu), Numbers.Wide(s), dx, dgamma, dbeta);
            foreach (int pieces in new[] { 1, 3 })
            {
                using var memory = new KernelMemory();
                BufferView rx = memory.Result(n), rgamma = memory.Result(before), rbeta = memory.Result(before);
                var buffers = new BatchNormGradient.Buffers(
                    memory.Operand(x), memory.Operand(dy), affine
                        ? memory.Operand(gamma)
                        : null, memory.Operand(mu), memory.Operand(s), rx, rgamma, rbeta);
                SimdRun.Execute(new BatchNormGradientSimd(sizes, buffers), width, pieces);
                double tolerance = 4e-6 + (N * inner * 1e-7);
                Numbers.AssertClose(dgamma, memory.Read(rgamma), tolerance, $"{sizes}: dγ");
                Numbers.AssertClose(dbeta, memory.Read(rbeta), tolerance, $"{sizes}: dβ");
                Numbers.AssertClose(dx, memory.Read(rx), 2e-5, $"{sizes}: dx");
            }
        }
    }

    [Test]
    public void Unwanted_gradients_are_left_out()
    {
        using var memory = new KernelMemory();
        float[] x = Numbers.Uniform(6);
        BufferView dbeta = memory.Result(2), operand = memory.Operand(x), channel = memory.Operand([1, 1]);
        SimdRun.Execute(
            new BatchNormGradientSimd(
                new BatchNormGradient(3, 2, 1, true), new(operand, operand, null, channel, channel, null, null, dbeta)),
            256);
        Assert.That(memory.Read(dbeta), Is.EqualTo(new[] { x[0] + x[2] + x[4], x[1] + x[3] + x[5] }).Within(1e-6));
    }

    [Test]
    public void Buffers_of_the_wrong_length_are_refused()
    {
        using var memory = new KernelMemory();
        BufferView six = memory.Result(6), two = memory.Result(2);
        Assert.That(
            () => new BatchNorm(3, 2, 1).Run(new(six, six, null, null, null, six, two, two), true),
            Throws.ArgumentException.With.Message.Contains("γ needs 2"));
        Assert.That(() => new BatchNorm(3, 2, 1).Run(new(six, null, null, null, null, six, two, two), false), Throws.ArgumentException);
        Assert.That(
            () => new BatchNorm(1, 6, 1).Run(new(six, null, null, null, null, six, six, six), true),
            Throws.ArgumentException.With.Message.Contains("at least 2"));
        Assert.That(
            () => new BatchNormGradient(3, 2, 1, true).Run(new(six, six, null, six, two, six, null, null)), Throws.ArgumentException);
    }
}
