using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.Optimizers;
using GanFromScratch.Engine.Kernels.Random;
using GanFromScratch.Engine.Simt;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Devices.Simt;

/// <summary>
/// What launches count in the device's memory, one item for all: the optimizer's steps, the generator's blocks. On every SIMT device of
/// this machine, ILGPU's processor accelerator included, and in kernels of several groups with many items each.
/// </summary>
[Category("Simt")]
public class CountTests
{
    private const int Launches = 5, Length = 700;

    private static IEnumerable<string> Devices =>
        DeviceCatalog.List().Where(d => d.Refused == null && d.Name is not ("cpu" or "reference")).Select(d => d.Name);

    [TestCaseSource(nameof(Devices))]
    public void Five_updates_are_five_steps(string name)
    {
        using var device = (SimtDevice)DeviceCatalog.Open(name);
        using var memory = new KernelMemory(device);
        var rule = new AdamRule(0.5, 0.999, 1e-8, 0, false);
        float[] zeros = new float[Length];
        BufferView steps = memory.Result(new float[3]), rate = memory.Operand([0.1f]);
        var buffers = new UpdateBuffers(
            memory.Result(zeros), memory.Operand(zeros), rate, steps, memory.Result(zeros), memory.Result(zeros));
        for (int i = 0; i < Launches; i++)
            ParameterUpdate.Run(buffers, rule);
        Assert.That(memory.Read(steps), Is.EqualTo(new float[] { Launches, Launches, Launches }));
    }

    [TestCaseSource(nameof(Devices))]
    public void Five_fills_of_several_groups_count_their_blocks_once(string name)
    {
        using var device = (SimtDevice)DeviceCatalog.Open(name);
        using var memory = new KernelMemory(device);
        const int Long = 5 * Length;
        BufferView counter = memory.Words(7, 11, 0, 0), y = memory.Result(new float[Long]);
        int blocks = RandomFill.Blocks(Long);
        for (int i = 0; i < Launches; i++)
            RandomFillSimt.Block(device, Division.Groups(blocks), counter, y, device.Ticket, new UniformDistribution(0, 1));
        Assert.That(memory.ReadWords(counter), Is.EqualTo(new[] { 7u, 11u, (uint)(Launches * blocks), 0u }));
    }
}
