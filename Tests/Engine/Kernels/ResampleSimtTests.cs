using GanFromScratch.Engine.Devices;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Kernels;

[TestFixtureSource(typeof(SimtFixture), nameof(KernelDevices))]
public class ResampleSimtTests(string device) : SimtFixture(device)
{
    /// <summary>0 leaves the choice to the contract.</summary>
    [Test]
    public void Every_axis_both_ways([Values(0, 1, 3)] int version)
    {
        foreach (ResampleCase c in Affordable(ResampleCase.All, c => c.LengthX + c.LengthY < 600))
        {
            float[] x = Numbers.Uniform(c.LengthX), dy = Numbers.Uniform(c.LengthY, seed: 2);
            double[] expected = new double[c.LengthY], expectedDx = new double[c.LengthX];
            c.Reference(Numbers.Wide(x), expected);
            c.ReferenceTransposed(Numbers.Wide(dy), expectedDx);
            using var memory = new KernelMemory(Device);
            BufferView y = memory.Result(c.LengthY), dx = memory.Result(c.LengthX);
            if (version == 0)
                c.Run(memory.Operand(x), y, memory.Operand(dy), dx);
            else
                c.Simt(Device, memory.Operand(x), y, memory.Operand(dy), dx, version);
            Numbers.AssertClose(expected, memory.Read(y), 1e-6, $"{c}");
            Numbers.AssertClose(expectedDx, memory.Read(dx), 3e-6, $"{c}, transposed");
        }
    }

    /// <summary>
    /// Weights are quotients of whole numbers and both faces add in one order: where division is exact, as on a processor, so are the
    /// bits.
    /// </summary>
    [Test]
    public void The_bits_are_those_of_the_processor()
    {
        foreach (ResampleCase c in Affordable(ResampleCase.All, c => c.LengthX + c.LengthY < 600))
        {
            float[] x = Numbers.Uniform(c.LengthX), dy = Numbers.Uniform(c.LengthY, seed: 2);
            using KernelMemory onDevice = new(Device), onCpu = new();
            float[][] bits = [.. new[] { onDevice, onCpu }.SelectMany(m =>
            {
                BufferView y = m.Result(c.LengthY), dx = m.Result(c.LengthX);
                c.Run(m.Operand(x), y, m.Operand(dy), dx);
                return new[] { m.Read(y), m.Read(dx) };
            })];
            Assert.That(bits[0], Is.EqualTo(bits[2]), $"{c}");
            Assert.That(bits[1], Is.EqualTo(bits[3]), $"{c}, transposed");
        }
    }
}
