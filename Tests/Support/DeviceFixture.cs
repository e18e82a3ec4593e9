using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;

namespace GanFromScratch.Tests.Support;

/// <summary>A fixture's devices and scope, opened before each test and closed after it.</summary>
public abstract class DeviceFixture
{
    private TensorScope? scope;

    /// <summary>The device under test: by its name, since NUnit shows arguments.</summary>
    protected Device Device { get; private set; } = null!;

    /// <summary>Names for <c>[TestFixtureSource]</c>: every device there is here.</summary>
    public static IEnumerable<string> Devices => ["cpu", "reference"];

    protected abstract string DeviceName { get; }

    [SetUp]
    public void OpenDevice()
    {
        Device = DeviceName == "cpu" ? new CpuDevice(2) : new ReferenceDevice();
        scope = new TensorScope();
    }

    [TearDown]
    public void CloseDevice()
    {
        scope!.Dispose();
        Device.Dispose();
    }

    protected Tensor Make(Shape shape, params float[] values) => Tensor.From(Device, shape, values);

    protected Tensor Variable(Shape shape, params float[] values)
    {
        Tensor tensor = Tensor.From(Device, shape, values);
        tensor.RequiresGrad = true;
        return tensor;
    }
}
