using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.OpenCl;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Tests.Layers.Serialization;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Devices.OpenCl;

/// <summary>
/// An OpenCL device with a cache of its own. Where there is none the tests are skipped aloud, or fail if GAN_REQUIRE_OPENCL=1.
/// </summary>
public abstract class OpenClFixture
{
    private readonly List<DeviceBuffer> buffers = [];

    protected OpenClDevice Device { get; private set; } = null!;

    protected TemporaryFolder Folder { get; private set; } = null!;

    /// <summary>Leaves the test where there is no device.</summary>
    public static void RequireDevice()
    {
        string? reason = DeviceCatalog.List().First(d => d.Name == "opencl").Refused;
        if (reason != null)
            Missing.Skip("OPENCL", $"There is no OpenCL device: {reason}");
    }

    [SetUp]
    public void OpenDevice()
    {
        RequireDevice();
        Folder = new TemporaryFolder();
        Device = Open();
    }

    [TearDown]
    public void CloseDevice()
    {
        Device?.Dispose();
        Folder?.Dispose();
        buffers.Clear();
    }

    /// <summary>Another device on the same cache.</summary>
    internal OpenClDevice Open(MemoryLimit? limit = null) => new(0, new ProgramCache(Folder.Path), limit, KernelCompiler.C);

    protected BufferView View(int length) => View(length, 0, length);

    protected BufferView View(int capacity, int offset, int length)
    {
        DeviceBuffer buffer = Device.Rent(capacity);
        buffers.Add(buffer);
        return new BufferView(buffer, offset, length);
    }

    protected BufferView View(params float[] values)
    {
        BufferView view = View(values.Length);
        Device.Upload(values, view);
        return view;
    }

    protected float[] Read(BufferView view)
    {
        float[] values = new float[view.Length];
        Device.Download(view, values);
        return values;
    }

    protected static float[] Numbers(int count, int first = 0) => [.. Enumerable.Range(first, count).Select(i => (float)i)];
}
