using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.StridedCopy;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Kernels;

[Category("Simd")]
public class StridedCopySimdTests
{
    public static IEnumerable<TestCaseData> Blocks()
    {
        static TestCaseData Case(string name, Shape block, int lengthX, int[] x, int lengthY, int[] y) =>
            new TestCaseData(block, lengthX, x, lengthY, y).SetArgDisplayNames($"{name} {block}");
        yield return Case("nothing", [0, 3], 0, [3, 1], 0, [3, 1]);
        yield return Case("one", [1], 1, [1], 1, [1]);
        yield return Case("block move", [3, 70], 210, [70, 1], 210, [70, 1]);
        yield return Case("rows out of a matrix", [5, 33], 500, [100, 1], 165, [33, 1]);
        yield return Case("rows into a matrix", [5, 33], 165, [33, 1], 500, [100, 1]);
        yield return Case("a repeated row", [4, 19], 19, [0, 1], 76, [19, 1]);
        yield return Case("a repeated column", [4, 19], 4, [1, 0], 76, [19, 1]);
        yield return Case("every second", [40], 80, [2], 40, [1]);
        yield return Case("to every third", [40], 40, [1], 120, [3]);
        yield return Case("turned both ways", [7, 9], 63, [1, 7], 63, [1, 7]);
        foreach ((int M, int N) in new[] { (1, 17), (17, 1), (2, 2), (15, 63), (16, 64), (17, 65), (33, 129), (100, 300) })
            yield return Case("transpose", [N, M], M * N, [1, N], M * N, [M, 1]);
        yield return Case("batch of transposes", [3, 20, 70], 4200, [1400, 1, 20], 4200, [1400, 70, 1]);
        yield return Case("transpose into a matrix", [20, 70], 1400, [1, 20], 2000, [100, 1]);
        yield return Case("channels last", [2, 5, 6, 3], 180, [90, 6, 1, 30], 180, [90, 18, 3, 1]);
    }

    [TestCaseSource(nameof(Blocks))]
    public void Agrees_with_the_reference(Shape block, int lengthX, int[] stridesX, int lengthY, int[] stridesY)
    {
        var plan = BroadcastPlan.Of(block, stridesX, stridesY);
        float[] x = Numbers.Uniform(lengthX), expected = Enumerable.Repeat(-77f, lengthY).ToArray();
        StridedCopyReference.Run<float>(plan, block.Size, x, expected);
        foreach (int width in SimdRun.Widths)
        {
            foreach (int pieces in new[] { 1, 3 })
            {
                using var memory = new KernelMemory();
                BufferView y = memory.Result(lengthY);
                SimdRun.Execute(new StridedCopySimd(plan, block.Size, memory.Operand(x), y), width, pieces);
                Assert.That(memory.Read(y), Is.EqualTo(expected));
            }
        }
    }

    [Test]
    public void A_block_that_leaves_its_buffer_is_refused()
    {
        using var memory = new KernelMemory();
        BufferView x = memory.Operand(new float[10]), y = memory.Result(6);
        Assert.That(
            () => StridedCopy.Run([2, 3], x, 5, [3, 1], y, 0, [3, 1]),
            Throws.ArgumentException.With.Message.Contains("reaches element 10 of x"));
        Assert.That(() => StridedCopy.Run([2, 3], x, 0, [3, 1], y, 1, [3, 1]), Throws.ArgumentException.With.Message.Contains("of y"));
    }
}
