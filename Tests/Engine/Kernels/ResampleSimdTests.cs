using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels.Resample;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Kernels;

[Category("Simd")]
public class ResampleSimdTests
{
    private static IEnumerable<ResampleCase> Cases => ResampleCase.All;

    [Test]
    public void Every_axis_both_ways([Values(128, 256, 512)] int width, [ValueSource(nameof(Cases))] object axis)
    {
        var c = (ResampleCase)axis;
        float[] x = Numbers.Uniform(c.LengthX), dy = Numbers.Uniform(c.LengthY, seed: 2);
        double[] expected = new double[c.LengthY], expectedDx = new double[c.LengthX];
        c.Reference(Numbers.Wide(x), expected);
        c.ReferenceTransposed(Numbers.Wide(dy), expectedDx);
        foreach (int pieces in new[] { 1, 3 })
        {
            using var memory = new KernelMemory();
            BufferView y = memory.Result(c.LengthY), dx = memory.Result(c.LengthX);
            c.Simd(memory.Operand(x), y, memory.Operand(dy), dx, width, pieces);
            Numbers.AssertClose(expected, memory.Read(y), 1e-6, $"{c}");
            Numbers.AssertClose(expectedDx, memory.Read(dx), 3e-6, $"{c}, transposed");
        }
    }

    /// <summary>The axis seen from the other side is the transpose of the axis.</summary>
    [TestCaseSource(nameof(Cases))]
    public void Gathering_is_what_scattering_would_be(object axis)
    {
        var c = (ResampleCase)axis;
        double[] dy = Numbers.Wide(Numbers.Uniform(c.LengthY)), scattered = new double[c.LengthX], gathered = new double[c.LengthX];
        c.Scatter(dy, scattered);
        c.ReferenceTransposed(dy, gathered);
        Assert.That(gathered, Is.EqualTo(scattered).Within(1e-12));
    }

    [Test]
    public void What_cannot_be_indexed_is_refused()
    {
        using var memory = new KernelMemory();
        BufferView one = memory.Result(1), many = memory.Result(20000);
        Assert.That(
            () => new Resample<Nearest>(1, new(1, 1), new(1, 20000)).Run(one, many),
            Throws.ArgumentException.With.Message.Contains("1 to 16384 pixels"));
        Assert.That(
            () => new Resample<Nearest>(1, new(1, 1), new(1, 2)).Run(one, one),
            Throws.ArgumentException.With.Message.Contains("y needs 2 values, got 1"));
        Assert.That(
            () => new Resample<Nearest>(1, new(1, 1), new(1, 0)).RunTransposed(one, one),
            Throws.ArgumentException.With.Message.Contains("1 to 16384 pixels"));
    }
}
