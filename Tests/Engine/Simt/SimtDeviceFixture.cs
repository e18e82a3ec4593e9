using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Simt;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Simt;

/// <summary>
/// A device by its name, opened before each test, for kernels that are written in C. Where there is none the tests are skipped aloud, or
/// fail if GAN_REQUIRE_CUDA=1 or GAN_REQUIRE_OPENCL=1 forbids that.
/// </summary>
public abstract class SimtDeviceFixture
{
    private DriverDevice? device;

    protected abstract string DeviceName { get; }

    protected DriverDevice Device => device!;

    [SetUp]
    public void OpenDevice()
    {
        if (
            DeviceCatalog.List().First(d => d.Name == DeviceName) is var entry
                && (entry.Refused ?? entry.Compilers?.CRefused) is string reason)
            Missing.Skip(DeviceName.ToUpperInvariant(), $"There is no device '{DeviceName}': {reason}");
        device = (DriverDevice)DeviceCatalog.Open(DeviceName, compiler: "c");
    }

    [TearDown]
    public void CloseDevice()
    {
        device?.Dispose();
        device = null;
    }

    private protected void Launch(KernelProgram program, int groups, Action<KernelArguments> fill)
    {
        KernelArguments arguments = KernelArguments.Begin();
        fill(arguments);
        Device.Launch(program, groups, arguments);
    }

    private protected BufferView View(params float[] values)
    {
        var view = new BufferView(Device.Rent(values.Length), 0, values.Length);
        Device.Upload(values, view);
        return view;
    }

    private protected float[] Read(BufferView view)
    {
        float[] values = new float[view.Length];
        Device.Download(view, values);
        return values;
    }
}
