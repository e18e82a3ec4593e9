using GanFromScratch.Engine.Devices;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Kernels;

/// <summary>The ladders have one rung each, so what the contract runs is all there is.</summary>
[TestFixtureSource(typeof(SimtFixture), nameof(KernelDevices))]
public class MaxPool2dSimtTests(string device) : SimtFixture(device)
{
    [Test]
    public void Values_places_and_gradients()
    {
        foreach (MaxPool2dCase c in Affordable(MaxPool2dCase.All, c => c.LengthX + c.LengthY < 600))
        {
            using KernelMemory memory = new(Device), onCpu = new();
            BufferView y = memory.Result(c.LengthY), places = memory.Result(c.LengthY), dx = memory.Result(c.LengthX),
            ddy = memory.Result(c.LengthY);
            BufferView dxOnCpu = onCpu.Result(c.LengthX);
            c.Sizes.Run(memory.Operand(c.X), y, places);
            c.Gradient.Run(memory.Operand(c.Dy), memory.Operand(c.WholePlaces), dx);
            c.Gather.Run(memory.Operand(c.Ddx), memory.Operand(c.WholePlaces), ddy);
            c.Gradient.Run(onCpu.Operand(c.Dy), onCpu.Operand(c.WholePlaces), dxOnCpu);
            Numbers.AssertClose(c.Y, memory.Read(y), 0, c.Name);
            Numbers.AssertClose(c.Places, memory.Read(places), 0, $"{c}, places");
            Numbers.AssertClose(c.Ddy, memory.Read(ddy), 0, $"{c}, gather");

            // Gathered here and brought to its place there, in one order: the same bits.
            Assert.That(memory.Read(dx), Is.EqualTo(onCpu.Read(dxOnCpu)), $"{c}, gradient");
        }
    }
}
