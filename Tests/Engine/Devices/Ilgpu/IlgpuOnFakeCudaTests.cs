using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cuda;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Tests.Engine.Devices.Cuda;
using GanFromScratch.Tests.Layers.Serialization;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Devices.Ilgpu;

/// <summary>
/// ILGPU's PTX in NVIDIA's driver, or what stands in for it: loading, arguments, the graph of a recorded step, the cache.
/// </summary>
public class IlgpuOnFakeCudaTests
{
    private FakeCuda fake = null!;

    [SetUp]
    public void PutInPlace()
    {
        fake = new FakeCuda();
        fake.Reset();
        fake["gpus"] = 1;
        fake.Find("no-such-nvrtc.so");
    }

    [TearDown]
    public void TakeAway() => fake?.Dispose();

    [Test]
    public void Arguments_arrive_as_they_were_given()
    {
        using CudaDevice device = Open();
        float[] x = Numbers.Uniform(1000);
        BufferView input = View(device, x), output = View(device, new float[1000]);
        Affine(device, input.Slice(100, 300), output.Slice(7, 300));
        float[] y = Read(output);
        for (int i = 0; i < y.Length; i++)
            Assert.That(y[i], Is.EqualTo(i is >= 7 and < 307 ? (2 * x[i + 93]) + 0.5f + (0.25f * 3) : 0), $"element {i}");
        Assert.That(fake["compilations"], Is.Zero, "NVRTC has no part in it");
    }

    [Test]
    public void A_recorded_step_is_one_graph_and_neither_launch_nor_replay_allocates()
    {
        using CudaDevice device = Open();
        BufferView view = View(device, new float[64]);
        using StepGraph graph = StepGraph.Capture(device, () =>
        {
            Affine(device, view, view);
            Affine(device, view, view);
        });
        Assert.That(Read(view), Is.All.Zero, "recording computes nothing");
        graph.Replay();
        Assert.That(Read(view), Is.All.EqualTo((2 * 1.25f) + 1.25f));
        Affine(device, view, view);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            graph.Replay();
            Affine(device, view, view);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That((fake["graph launches"], fake["graphs"]), Is.EqualTo((101, 1)));
    }

    [Test]
    public void The_PTX_is_kept_on_disk()
    {
        using var folder = new TemporaryFolder();
        int compiled = 0;
        for (int run = 0; run < 2; run++)
        {
            using CudaDevice device = Open(new ProgramCache(folder.Path));
            device.Compiling += (_, _) => compiled++;
            BufferView view = View(device, new float[64]);
            Affine(device, view, view);
            Assert.That(Read(view), Is.All.EqualTo(1.25f));
        }

        Assert.That(compiled, Is.EqualTo(1));
    }

    private static CudaDevice Open(ProgramCache? cache = null) =>
        new(CudaInstallation.Current.Gpus[0], CudaInstallation.Current, null, cache ?? new ProgramCache(null));

    private static void Affine(CudaDevice device, BufferView x, BufferView y) =>
        IlgpuKernels.Affine(device, (y.Length + 255) / 256, x, y, new ScaleAndShift(2, 0.5f), 0.25f, 3, true);

    private static BufferView View(CudaDevice device, float[] values)
    {
        var view = new BufferView(device.Rent(values.Length), 0, values.Length);
        device.Upload(values, view);
        return view;
    }

    private static float[] Read(BufferView view)
    {
        float[] values = new float[view.Length];
        view.Device.Download(view, values);
        return values;
    }
}
