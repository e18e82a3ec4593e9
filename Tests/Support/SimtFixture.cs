using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Tests.Support;

/// <summary>
/// A fixture whose kernels run on the OpenCL device of this machine, one device for all fixtures. Where there is none, its tests are
/// reported as skipped; with GAN_REQUIRE_OPENCL=1, as continuous integration sets it, they fail.
/// </summary>
[Category("Simt")]
public abstract class SimtFixture
{
    private static readonly Lazy<(SimtDevice? Device, string Reason)> Shared = new(Open);

    /// <summary>The device under test.</summary>
    private protected static SimtDevice Device => Shared.Value.Device!;

    [OneTimeSetUp]
    public void RequireDevice()
    {
        (SimtDevice? device, string reason) = Shared.Value;
        if (device != null)
            return;
        Missing.Skip("OPENCL", $"There is no OpenCL device. {reason}");
    }

    private static (SimtDevice? Device, string Reason) Open()
    {
        try
        {
            return ((SimtDevice)DeviceCatalog.Open("opencl"), "");
        }
        catch (InputException error)
        {
            return (null, error.Message);
        }
    }
}
