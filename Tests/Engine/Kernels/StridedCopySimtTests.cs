using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.StridedCopy;
using GanFromScratch.Engine.Simt;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Kernels;

[TestFixtureSource(typeof(SimtFixture), nameof(KernelDevices))]
public class StridedCopySimtTests(string device) : SimtFixture(device)
{
    [TestCaseSource(typeof(StridedCopySimdTests), nameof(StridedCopySimdTests.Blocks))]
    public void Agrees_with_the_reference(Shape block, int lengthX, int[] stridesX, int lengthY, int[] stridesY)
    {
        var plan = BroadcastPlan.Of(block, stridesX, stridesY);
        var simt = new SimtPlan(plan);
        (int rows, int stepX, int stepY) = plan.Outer;
        int length = block.Size;
        float[] x = Numbers.Uniform(lengthX), expected = Enumerable.Repeat(-77f, lengthY).ToArray();
        StridedCopyReference.Run<float>(plan, length, x, expected);
        Check("Run", (a, y) => KernelDispatch.Run(new StridedCopyLaunch(plan, length, a, y)));
        Check("Elements", (a, y) => StridedCopySimt.Elements(Device, Division.Groups(length), a, y, simt, length));
        if (length == 0)
            return;
        int pieces = plan.Rows * Division.Groups(plan.Inner, 4096);
        Check("RowsAlone", (a, y) => StridedCopySimt.RowsAlone(Device, Math.Min(pieces, 2), a, y, simt, pieces));
        if (stepX != 1 || plan.InnerStrideB != 1)
            return;
        int batches = plan.Rows / rows, groups = batches * Division.Groups(rows, 32) * Division.Groups(plan.Inner, 32);
        int tiles = batches * Division.Groups(rows, 16) * Division.Groups(plan.Inner, 64);
        Check("Tiles", (a, y) => StridedCopySimt.Tiles(Device, groups, a, y, simt, rows, stepY));
        Check("TilesAlone", (a, y) => StridedCopySimt.TilesAlone(Device, Math.Min(tiles, 2), a, y, simt, tiles, rows, stepY));

        void Check(string name, Action<BufferView, BufferView> run)
        {
            using var memory = new KernelMemory(Device);
            BufferView y = memory.Result(lengthY);
            run(memory.Operand(x), y);
            Assert.That(memory.Read(y), Is.EqualTo(expected), name);
        }
    }

    [Test]
    public void A_row_longer_than_a_piece_moves_whole()
    {
        float[] x = Numbers.Uniform(9000);
        using var memory = new KernelMemory(Device);
        BufferView y = memory.Result(9000);
        StridedCopy.Run([9000], memory.Operand(x), 0, [1], y, 0, [1]);
        Assert.That(memory.Read(y), Is.EqualTo(x));
    }
}
