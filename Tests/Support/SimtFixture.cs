using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Tests.Support;

/// <summary>
/// A fixture whose kernels run on the OpenCL device of this machine, or on the SIMT device that GAN_TEST_DEVICE names, through the compiler
/// that GAN_TEST_COMPILER names; one device for all fixtures of a thread, since a device serves one thread at a time. Where there is none,
/// its tests are reported as skipped; with GAN_REQUIRE_OPENCL=1, as continuous integration sets it, they fail. With GAN_TEST_ILGPU_CPU=1,
/// set there too, the kernels' own fixtures run on ILGPU's processor accelerator as well, which every machine has: there a GPU's kernels
/// run as the C# that they are, with barriers and shared memory, in some minutes.
/// </summary>
/// <param name="device">Which device.</param>
[Category("Simt")]
public abstract class SimtFixture(string device)
{
    private const string Ilgpu = "ilgpu-cpu";

    private static readonly ThreadLocal<Dictionary<string, (SimtDevice? Device, string Reason)>> Opened = new(() => []);

    protected SimtFixture()
        : this(Chosen)
    {
    }

    /// <summary>For the fixtures of kernels.</summary>
    public static IEnumerable<string> KernelDevices =>
        Environment.GetEnvironmentVariable("GAN_TEST_ILGPU_CPU") == "1" ? new[] { Chosen, Ilgpu }.Distinct() : [Chosen];

    /// <summary>The machine's device under test, as GAN_TEST_DEVICE says.</summary>
    internal static string Chosen => Environment.GetEnvironmentVariable("GAN_TEST_DEVICE") is { Length: > 0 } name ? name : "opencl";

    /// <summary>The device under test.</summary>
    private protected SimtDevice Device => Open(device).Device!;

    [OneTimeSetUp]
    public void RequireDevice()
    {
        (SimtDevice? found, string reason) = Open(device);
        if (found != null)
            return;
        if (device != "opencl" || Compiler != "auto")
            Assert.Fail($"The device '{device}' with the compiler '{Compiler}' is asked for. {reason}");
        Missing.Skip("OPENCL", $"There is no OpenCL device. {reason}");
    }

    private static string Compiler => Environment.GetEnvironmentVariable("GAN_TEST_COMPILER") is { Length: > 0 } name ? name : "auto";

    /// <summary>
    /// The sizes of a test that the device computes in reasonable time. On ilgpu-cpu, where an item is a thread of the operating system and
    /// a barrier of 256 of them takes milliseconds, one of the small ones, by the test's name, so that a fixture's tests share them among
    /// themselves; all of the small ones if GAN_TEST_DEVICE asks for this device. The test's output says what was left out.
    /// </summary>
    private protected IEnumerable<T> Affordable<T>(IEnumerable<T> sizes, Func<T, bool> isSmall)
    {
        if (device != Ilgpu)
            return sizes;
        T[] all = [.. sizes], small = [.. all.Where(isSmall)];
        if (Chosen != Ilgpu)
            small = [small[TestContext.CurrentContext.Test.FullName.Sum(c => c) % small.Length]];
        TestContext.Out.WriteLine($"Left out on {device}, which is too slow for them: {string.Join(", ", all.Except(small))}");
        return small;
    }

    /// <summary>Skips, with a message, a test of large sizes only, if the device is too slow for them.</summary>
    private protected void RequireFastDevice()
    {
        if (device == Ilgpu)
            Missing.Skip(
                "ILGPU_TIME", $"Skipped on {device}: a barrier of 256 threads takes it milliseconds, and this size has tens of thousands.");
    }

    private static (SimtDevice? Device, string Reason) Open(string name)
    {
        Dictionary<string, (SimtDevice?, string)> opened = Opened.Value!;
        if (!opened.TryGetValue(name, out (SimtDevice?, string) found))
            opened.Add(name, found = Find(name));
        return found;
    }

    private static (SimtDevice? Device, string Reason) Find(string name)
    {
        try
        {
            Device device = DeviceCatalog.Open(name, compiler: name == Ilgpu ? "auto" : Compiler);
            return device is SimtDevice simt ? (simt, "") : (null, $"The device '{device}' runs no SIMT kernels.");
        }
        catch (InputException error)
        {
            return (null, error.Message);
        }
    }
}
