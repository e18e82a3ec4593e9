using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels.Reduce;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Kernels;

[Category("Simd")]
public class ReduceSimdTests
{
    private static readonly (int Outer, int Length, int Inner)[] Sizes =
    [
        (0, 3, 2), (2, 0, 3), (2, 3, 0), (1, 1, 1), (3, 5, 1), (1, 63, 1), (2, 65, 1), (1, 2048, 1), (1, 2049, 1), (3, 4100, 1),
        (1, 64, 17), (2, 3, 15),
        (1, 5, 64), (1, 7, 67), (2, 9, 513), (1, 2050, 3), (1, 4097, 33), (5, 2, 600), (1, 1, 1030), (40, 7, 4),
    ];

    [Test]
    public void Sum([Values(128, 256, 512)] int width, [Values] bool accumulate)
    {
        foreach ((int outer, int length, int inner) in Sizes)
            Check<SumReduction>(new Reduce(outer, length, inner, 3, accumulate), width, 1e-7 * (4 + length / 8.0));
    }

    [Test]
    public void Extremes([Values(128, 256, 512)] int width)
    {
        foreach ((int outer, int length, int inner) in Sizes)
        {
            Check<MaxReduction>(new Reduce(outer, length, inner), width, 0);
            Check<MinReduction>(new Reduce(outer, length, inner), width, 0);
        }
    }

    private static void Check<TReduction>(Reduce sizes, int width, double tolerance)
        where TReduction : unmanaged, IReduction
    {
        float[] x = Numbers.Uniform(sizes.Outer * sizes.Length * sizes.Inner), before = Numbers.Uniform(sizes.Outer * sizes.Inner, seed: 2);
        double[] expected = Numbers.Wide(before);
        ReduceReference.Run<double, TReduction>(sizes, Numbers.Wide(x), expected);
        float[]? whole = null;
        foreach (int pieces in new[] { 1, 3 })
        {
            using var memory = new KernelMemory();
            BufferView y = memory.Result(before), scratch = memory.Result(sizes.Blocks == 1 ? 0 : sizes.Outer * sizes.Blocks * sizes.Inner);
            SimdRun.Execute(new ReduceSimd<TReduction>(sizes, memory.Operand(x), y, scratch), width, pieces);
            memory.Read(scratch);
            float[] actual = memory.Read(y);
            Numbers.AssertClose(expected, actual, tolerance, $"{typeof(TReduction).Name}, {sizes}, {width} bits");
            Assert.That(actual, Is.EqualTo(whole ??= actual), "pieces");
        }
    }
}
