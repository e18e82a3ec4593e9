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
    private const string SlowDevice = "ilgpu-cpu";

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

    /// <summary>
    /// Of a test's sizes those that the device does in reasonable time. On ilgpu-cpu, where an item is a thread of the operating system and a
    /// barrier of 256 of them takes milliseconds, only the small ones; the test's output says what was left out.
    /// </summary>
    private protected static IEnumerable<T> Affordable<T>(IEnumerable<T> sizes, Func<T, bool> isSmall)
    {
        if (DeviceName != SlowDevice)
            return sizes;
        T[] all = [.. sizes], small = [.. all.Where(isSmall)];
        TestContext.Out.WriteLine($"Left out on {DeviceName}, which is too slow for them: {string.Join(", ", all.Except(small))}");
        return small;
    }

    /// <summary>Skips, aloud, a test that is only about large sizes where the device is too slow for any.</summary>
    private protected static void RequireFastDevice()
    {
        if (DeviceName == SlowDevice)
            Missing.Skip("ILGPU_TIME", $"Skipped on {DeviceName}: a barrier of 256 threads takes it milliseconds, and this size has tens of thousands.");
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
