using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels.MaxPool2d;
using GanFromScratch.Engine.Kernels.Resample;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Kernels;

[Category("Simd")]
public class MaxPool2dSimdTests
{
    private static IEnumerable<MaxPool2dCase> Cases => MaxPool2dCase.All;

    [Test]
    public void Values_places_and_gradients([Values(128, 256, 512)] int width, [ValueSource(nameof(Cases))] object pooling)
    {
        var c = (MaxPool2dCase)pooling;
        foreach (int pieces in new[] { 1, 3 })
        {
            using var memory = new KernelMemory();
            BufferView y = memory.Result(c.LengthY), places = memory.Result(c.LengthY), dx = memory.Result(c.LengthX),
            ddy = memory.Result(c.LengthY);
            SimdRun.Execute(new MaxPool2dSimd(c.Sizes, memory.Operand(c.X), y, places), width, pieces);
            SimdRun.Execute(new MaxPool2dGradientSimd(c.Gradient, memory.Operand(c.Dy), memory.Operand(c.WholePlaces), dx), width, pieces);
            SimdRun.Execute(new MaxPool2dGatherSimd(c.Gather, memory.Operand(c.Ddx), memory.Operand(c.WholePlaces), ddy), width, pieces);
            Numbers.AssertClose(c.Y, memory.Read(y), 0, c.Name);
            Numbers.AssertClose(c.Places, memory.Read(places), 0, $"{c}, places");
            Numbers.AssertClose(c.Dx, memory.Read(dx), 2e-6, $"{c}, gradient");
            Numbers.AssertClose(c.Ddy, memory.Read(ddy), 0, $"{c}, gather");
        }
    }

    [Test]
    public void Lengths_that_do_not_fit_are_refused()
    {
        using var memory = new KernelMemory();
        BufferView four = memory.Result(4), one = memory.Result(1);
        PoolAxis two = new PoolSizes(2).Rows(2);
        Assert.That(() => new MaxPool2d(1, two, two).Run(four, four, one), Throws.ArgumentException.With.Message.Contains("y 4"));
        Assert.That(
            () => new MaxPool2d(1, default, two).Run(four, one, one), Throws.ArgumentException.With.Message.Contains("pixels, got 0×2"));
        Assert.That(() => new MaxPool2dGradient(1, two, two).Run(one, one, one), Throws.ArgumentException.With.Message.Contains("dx 1"));
        Assert.That(() => new MaxPool2dGather(1, 4, 1).Run(four, one, four), Throws.ArgumentException.With.Message.Contains("y 4"));
    }
}
