using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Tests.Support;

/// <summary>
/// A fixture whose kernels run on the OpenCL device of this machine, or on the SIMT device that GAN_TEST_DEVICE names (ilgpu-cpu, in a build
/// with ILGPU); one device for all fixtures. Where there is none, its tests are reported as skipped; with GAN_REQUIRE_OPENCL=1, as continuous
/// integration sets it, they fail.
/// </summary>
[Category("Simt")]
public abstract class SimtFixture
{
    private static readonly Lazy<(SimtDevice? Device, string Reason)> Shared = new(Open);

    /// <summary>Which device is tested.</summary>
    internal static string DeviceName { get; } = Environment.GetEnvironmentVariable("GAN_TEST_DEVICE") is { Length: > 0 } name ? name : "opencl";

    /// <summary>The device under test.</summary>
    private protected static SimtDevice Device => Shared.Value.Device!;

    [OneTimeSetUp]
    public void RequireDevice()
    {
        (SimtDevice? device, string reason) = Shared.Value;
        if (device != null)
            return;
        if (DeviceName != "opencl")
            Assert.Fail($"GAN_TEST_DEVICE asks for the device '{DeviceName}'. {reason}");
        Missing.Skip("OPENCL", $"There is no OpenCL device. {reason}");
    }

    private static (SimtDevice? Device, string Reason) Open()
    {
        try
        {
            Device opened = DeviceCatalog.Open(DeviceName);
            return opened is SimtDevice simt ? (simt, "") : (null, $"The device '{opened}' runs no SIMT kernels.");
        }
        catch (InputException error)
        {
            return (null, error.Message);
        }
    }
}
