using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Ops;

/// <summary><see cref="NumberCases"/> on the processor, in each width of its registers, and on the reference device.</summary>
[TestFixtureSource(typeof(DeviceFixture), nameof(Devices))]
[Category("Simd")]
public class NumberTests(string device) : DeviceFixture
{
    protected override string DeviceName => device;

    [TestCaseSource(typeof(NumberCases), nameof(NumberCases.Small))]
    [TestCaseSource(typeof(NumberCases), nameof(NumberCases.Large))]
    public void Numbers(Action<Device> check) => check(Device);
}

/// <summary><see cref="NumberCases"/> on a SIMT device.</summary>
[TestFixtureSource(typeof(SimtFixture), nameof(KernelDevices))]
internal sealed class NumberSimtTests(string device) : SimtFixture(device)
{
    [TestCaseSource(typeof(NumberCases), nameof(NumberCases.Small))]
    public void Few(Action<Device> check)
    {
        using var scope = new TensorScope();
        check(Device);
    }

    [TestCaseSource(typeof(NumberCases), nameof(NumberCases.Large))]
    public void Many(Action<Device> check)
    {
        RequireFastDevice();
        using var scope = new TensorScope();
        check(Device);
    }
}
