using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;

namespace GanFromScratch.Tests.Gan.Models;

/// <summary>A device, random numbers and a scope of their own for each test of a model's networks.</summary>
public abstract class ModelFixture
{
    private TensorScope scope = null!;

    protected CpuDevice Device { get; private set; } = null!;

    protected RandomSource Random { get; private set; } = null!;

    [SetUp]
    public void Open()
    {
        Device = new CpuDevice(1);
        Random = new RandomSource(Device, seed: 1);
        scope = new TensorScope();
    }

    [TearDown]
    public void Close()
    {
        scope.Dispose();
        Random.Dispose();
        Device.Dispose();
    }
}
