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

    [Test]
    public void The_reference_device_carries_double_precision()
    {
        if (DeviceName != "reference")
            return;
        Tensor x = Make([7], 1, 0, 0, 0, 0, 0, 0);
        Assert.That(((x.Mean() * 7) - 1).Item(), Is.EqualTo(0).Within(1e-15));
        Assert.That(((x.Sum() * 0.1 * 10) - 1).Item(), Is.EqualTo(0).Within(1e-15));
        Assert.That(((x.Sum() + 0.1 - 0.1) - 1).Item(), Is.EqualTo(0).Within(1e-15));
    }
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
