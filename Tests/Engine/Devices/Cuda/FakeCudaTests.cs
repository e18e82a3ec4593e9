using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cuda;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Simt;
using GanFromScratch.Tests.Engine.Simt;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Devices.Cuda;

/// <summary>
/// The bindings and the order of calls, without a GPU: how arguments are packed, that copies wait for each other where they must, that a
/// step becomes one graph, and what is said when something is wrong.
/// </summary>
public class FakeCudaTests
{
    private FakeCuda fake = null!;

    [SetUp]
    public void PutInPlace()
    {
        fake = new FakeCuda();
        CollectBuffers();
        fake.Reset();
        fake.Find();
    }

    [TearDown]
    public void TakeAway() => fake?.Dispose();

    [Test]
    public void Arguments_arrive_as_they_were_given()
    {
        using CudaDevice device = Open();
        float[] x = Numbers.Uniform(1000);
        BufferView input = View(device, x), output = View(device, new float[1000]);
        LaunchAffine(device, input.Slice(100, 300), output.Slice(7, 300), 2);
        float[] y = Read(output);
        for (int i = 0; i < y.Length; i++)
            Assert.That(y[i], Is.EqualTo(i is >= 7 and < 307 ? (2 * x[i + 93]) + 0.5f + 0.25f : 0), $"element {i}");

        KernelArguments arguments = KernelArguments.Begin();
        arguments.Add((BufferView?)null);
        arguments.Add(output);
        device.Launch(DialectKernels.Missing, 5, arguments);
        Assert.That(Read(output)[..3], Is.EqualTo(new float[] { 1, 5, 32 }));
    }

    [Test]
    public void A_launch_allocates_nothing()
    {
        using CudaDevice device = Open();
        BufferView view = View(device, new float[64]);
        LaunchAddOne(device, view);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            LaunchAddOne(device, view);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(Read(view), Is.All.EqualTo(101));
    }

    [TestCase(1)]
    [TestCase(StagingRing.PieceBytes / 4)]
    [TestCase((StagingRing.PieceBytes / 4) + 1)]
    [TestCase((StagingRing.PieceBytes / 4 * StagingRing.Pieces) + 5)]
    [TestCase(StagingRing.PieceBytes / 4 * 11)]
    public void Copies_of_any_size_arrive_whole(int length)
    {
        using CudaDevice device = Open();
        float[] first = Numbers.Uniform(length, seed: 1), second = Numbers.Uniform(length, seed: 2);
        BufferView a = View(device, first), b = View(device, second);
        Assert.That(Read(a), Is.EqualTo(first));
        Assert.That(Read(b), Is.EqualTo(second));
    }

    [Test]
    public void Uploads_do_not_wait_for_the_device()
    {
        using CudaDevice device = Open();
        BufferView view = View(device, new float[64]);
        for (int i = 0; i < 3; i++)
        {
            device.Upload(Numbers.Uniform(64, seed: i), view);
            LaunchAddOne(device, view);
        }

        Assert.That(fake["launches"], Is.Zero);
        Assert.That(Read(view), Is.EqualTo(Array.ConvertAll(Numbers.Uniform(64, seed: 2), x => x + 1)));
    }

    [Test]
    public void A_recorded_step_is_one_graph()
    {
        using CudaDevice device = Open();
        BufferView view = View(device, new float[64]);
        using (StepGraph graph = StepGraph.Capture(device, () =>
        {
            LaunchAddOne(device, view);
            LaunchAffine(device, view, view, 2);
        }))
        {
            Assert.That(graph.Count, Is.EqualTo(2));
            Assert.That(Read(view), Is.All.Zero, "recording computes nothing");
            graph.Replay();
            graph.Replay();
            Assert.That(Read(view), Is.All.EqualTo((((2.75f + 1) * 2) + 0.75f)));
            Assert.That((fake["graph launches"], fake["graphs"]), Is.EqualTo((2, 1)));
        }

        Assert.That(fake["graphs"], Is.Zero);
    }

    [Test]
    public void A_step_that_cannot_be_captured_is_replayed_launch_by_launch_and_says_so()
    {
        using CudaDevice device = Open();
        string? notice = null;
        device.Notice += (_, e) => notice = e.Message;
        fake["capture result"] = 801;
        BufferView view = View(device, new float[64]);
        using StepGraph graph = StepGraph.Capture(device, () => LaunchAddOne(device, view));
        graph.Replay();
        Assert.That(Read(view), Is.All.EqualTo(1));
        Assert.That(notice, Does.Contain("cuStreamBeginCapture says CUDA_ERROR_OTHER (a text for people)"));
    }

    [Test]
    public void Threads_share_a_device_while_one_of_them_captures()
    {
        using CudaDevice device = Open();
        BufferView mine = View(device, new float[64]), other = View(device, new float[64]);
        using var stop = new CancellationTokenSource();
        int launched = 0;
        LaunchAddOne(device, other);
        var thread = new Thread(() =>
        {
            for (; launched < 100_000 && !stop.IsCancellationRequested; launched++)
                LaunchAddOneNow(device, other);
        });
        using StepGraph graph = StepGraph.Capture(device, () =>
        {
            for (int i = 0; i < 100; i++)
                LaunchAddOne(device, mine);
            thread.Start();
        });
        stop.Cancel();
        thread.Join();
        graph.Replay();
        Assert.That(Read(mine), Is.All.EqualTo(100));
        Assert.That(Read(other), Is.All.EqualTo(launched + 1));
    }

    [Test]
    public void Everything_is_given_back()
    {
        CudaDevice device = Open();
        BufferView view = View(device, new float[64]);
        StepGraph graph = StepGraph.Capture(device, () => LaunchAddOne(device, view));
        graph.Replay();
        device.Dispose();
        Assert.That((fake["streams"], fake["pinned"], fake["events"], fake["modules"]), Is.EqualTo((0, 0, 0, 0)));
        Assert.That(graph.Replay, Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(fake["contexts"], Is.EqualTo(1), "a buffer and a graph still need it");
        graph.Dispose();
        view.Buffer.Release();
        Assert.That((fake["graphs"], fake["allocations"], fake["contexts"]), Is.EqualTo((0, 0, 0)));
        device.Dispose();
    }

    [Test]
    public void Memory_of_forgotten_buffers_is_freed_by_the_finalizer_thread()
    {
        using CudaDevice device = Open();
        var thread = new Thread(() => Forget(device, 100));
        thread.Start();
        thread.Join();
        Assert.That(fake["allocations"], Is.EqualTo(3));
        CollectBuffers();
        Assert.That(fake["allocations"], Is.Zero);
    }

    [Test]
    public void A_full_memory_is_told_with_its_numbers()
    {
        using CudaDevice device = Open();
        DeviceBuffer held = device.Rent(8 << 20);
        Assert.That(() => device.Rent(16 << 20), Throws.InstanceOf<InputException>().With.Message.EqualTo(
            "The memory of cuda (Fake GPU 0, 0.1 GiB, 28 multiprocessors, compute capability 8.6) has no room for another 67.1 MB: 33.6 MB "
            + "are in use here, and 33.6 MB of 67.1 MB are free; use a smaller batch or model, end other programs that use the GPU, or "
            + "take another device."));
        held.Release();
        Assert.That(fake["allocated"], Is.EqualTo(held.Bytes), "it lies in the pool");
    }

    [Test]
    public void Forgotten_buffers_make_room_when_the_memory_is_full()
    {
        using CudaDevice device = Open();
        var thread = new Thread(() => Forget(device, 8 << 20));
        thread.Start();
        thread.Join();
        DeviceBuffer buffer = device.Rent(8 << 20);
        Assert.That(fake["allocated"], Is.EqualTo(buffer.Bytes), "the forgotten one was given back");
        buffer.Release();
    }

    [Test]
    public void A_kernels_fault_points_to_the_checked_mode()
    {
        CudaDevice device = Open();
        fake["fault"] = 700;
        Assert.That(
            device.Synchronize,
            Throws.InvalidOperationException.With.Message.Contains(
                "CUDA_ERROR_ILLEGAL_ADDRESS (a text for people), noticed in cuStreamSynchronize").And.Message.Contains("GAN_CHECKED=1"));
        fake["fault"] = 12345;
        Assert.That(
            device.Synchronize,
            Throws.InvalidOperationException.With.Message.EqualTo("The CUDA driver answers cuStreamSynchronize with error 12345."));
        fake["fault"] = 0;
        device.Dispose();
    }

    [Test]
    public void A_mistake_in_a_kernel_is_told_with_its_line()
    {
        using CudaDevice device = Open();
        KernelProgram wrong = DialectKernels.Register("wrong_kernel", 1, "$kernel wrong_kernel(int n)\n{\n    mistake;\n}\n");
        KernelArguments arguments = KernelArguments.Begin();
        arguments.Add(1);
        Assert.That(() => device.Launch(wrong, 1, arguments), Throws.InstanceOf<KernelCompileException>()
            .With.Message.Contains("error: identifier \"mistake\" is undefined [Tests/Engine/Simt/DialectKernels.cs:103]"));
    }

    [Test]
    public void Compiled_kernels_are_kept_on_disk()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            for (int run = 0; run < 2; run++)
            {
                using CudaDevice device = Open(new ProgramCache(folder));
                BufferView view = View(device, new float[64]);
                LaunchAddOne(device, view);
                Assert.That(Read(view), Is.All.EqualTo(1));
            }

            Assert.That(fake["compilations"], Is.EqualTo(1));
            Assert.That(fake.CompilerOptions, Does.StartWith("--gpu-architecture=sm_86 --fmad=false "));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void A_GPU_newer_than_the_compiler_gets_PTX_of_the_newest_it_knows()
    {
        fake["capability"] = 120;
        fake.Find();
        using CudaDevice device = Open();
        BufferView view = View(device, new float[64]);
        LaunchAddOne(device, view);
        Assert.That(Read(view), Is.All.EqualTo(1));
        Assert.That(fake.CompilerOptions, Does.StartWith("--gpu-architecture=compute_90 "));
    }

    [Test]
    public void Time_is_taken_from_the_devices_clock()
    {
        using CudaDevice device = Open();
        BufferView view = View(device, new float[64]);
        LaunchAddOne(device, view);
        double seconds = device.Measure(() =>
        {
            LaunchAddOne(device, view);
            LaunchAddOne(device, view);
            LaunchAddOne(device, view);
        });
        Assert.That(seconds, Is.EqualTo(1), "a quarter of a second for each entry in the stream: three launches and the event");
    }

    [Test]
    public void Both_GPUs_are_listed_and_opened_by_number()
    {
        Assert.That(
            DeviceCatalog.List().Where(d => d.Name.StartsWith("cuda", StringComparison.Ordinal)), Is.EqualTo(new DeviceCatalog.Entry[]
        {
            new(
                "cuda", "Fake GPU 0, 0.1 GiB, 28 multiprocessors, compute capability 8.6",
                null) { Compilers = new CompilerChoice(null, null) },
            new(
                "cuda:1", "Fake GPU 1, 0.1 GiB, 28 multiprocessors, compute capability 8.6",
                null) { Compilers = new CompilerChoice(null, null) },
        }));
        using Device second = DeviceCatalog.Open("CUDA:1"), best = DeviceCatalog.Open("auto");
        Assert.That((second.Name, best.Name), Is.EqualTo(("cuda:1", "cuda")));
        Assert.That(
            () => DeviceCatalog.Open("cuda:2"),
            Throws.InstanceOf<InputException>().With.Message.EqualTo("There is no device 'cuda:2': this machine has cuda, cuda:1."));
        Assert.That(
            () => DeviceCatalog.Open("cuda:x"),
            Throws.InstanceOf<InputException>().With.Message.StartsWith("Unknown device 'cuda:x': expected auto, cpu, reference"));
    }

    [TestCase("driver version", 10020, "supports CUDA 10.2 at most and 11.0 is needed")]
    [TestCase("init result", 100, "sees no GPU")]
    [TestCase("init result", 803, "restart the computer")]
    [TestCase("init result", 999, "does not start: CUDA_ERROR_OTHER (a text for people)")]
    [TestCase("gpus", -1, "cannot be listed: The CUDA driver answers cuDeviceGetCount with CUDA_ERROR_OTHER (a text for people)")]
    [TestCase("capability", 35, "compute capability 5.0 is needed")]
    [TestCase("compute mode", 2, "nvidia-smi -c DEFAULT")]
    public void What_cannot_be_used_says_why(string number, int value, params string[] words)
    {
        fake[number] = value;
        fake.Find();
        DeviceCatalog.Entry entry = DeviceCatalog.List().First(d => d.Name == "cuda");
        foreach (string word in words)
            Assert.That(entry.Refused, Does.Contain(word));
        Assert.That(() => DeviceCatalog.Open("cuda"), Throws.InstanceOf<InputException>().With.Message.Contains(words[0]));
        Assert.That(CudaCatalog.FirstUsable(null), Is.Null);
    }

    // A driver is enough for ILGPU; what is wrong with NVRTC is the affair of the compiler c.
    [TestCase("capability", 52, "NVRTC 12.4 no longer compiles for it")]
    [
        TestCase(
            "nvrtc major", 13, "NVRTC 13.4",
            "is newer than the NVIDIA driver, which supports CUDA 12.4 at most: update the driver, "
            + "or install the NVRTC of CUDA toolkit 12")]
    [TestCase("nvrtc major", 10, "NVRTC 10.4", "is too old")]
    public void Without_a_fitting_NVRTC_the_GPU_is_ILGPUs(string number, int value, params string[] words)
    {
        fake[number] = value;
        fake.Find();
        AssertIlgpuAlone(words);
    }

    [Test]
    public void Without_any_NVRTC_the_GPU_is_ILGPUs()
    {
        fake.Find("no-such-nvrtc.so");
        AssertIlgpuAlone("looked in", "CUDA_PATH", "nvidia-cuda-nvrtc-cu12");
    }

    [Test]
    public void A_missing_driver_is_told_by_name()
    {
        CudaInstallation.Current = new CudaInstallation(["no-such-driver.so"], []);
        Assert.That(
            DeviceCatalog.List().Single(d => d.Name == "cuda").Refused,
            Is.EqualTo("no-such-driver.so was not found: no NVIDIA driver is installed"));
    }

    private static void AssertIlgpuAlone(params string[] words)
    {
        DeviceCatalog.Entry entry = DeviceCatalog.List().First(d => d.Name == "cuda");
        Assert.That((entry.Refused, entry.Compilers!.IlgpuRefused), Is.EqualTo(((string?)null, (string?)null)));
        foreach (string word in words)
            Assert.That(entry.Compilers.CRefused, Does.Contain(word));
        Assert.That(
            () => DeviceCatalog.Open("cuda", compiler: "c"),
            Throws.InstanceOf<InputException>().With.Message.Contains(words[0]).And.Message.EndsWith("; --compiler ilgpu can."));
        foreach (string name in new[] { "cuda", "auto" })
        {
            using var device = (CudaDevice)DeviceCatalog.Open(name);
            Assert.That(device.Compiler, Is.EqualTo(KernelCompiler.Ilgpu), name);
        }
    }

    private static CudaDevice Open(ProgramCache? cache = null) =>
        new(CudaInstallation.Current.Gpus[0], CudaInstallation.Current, KernelCompiler.C, cache ?? new ProgramCache(null));

    private static void Forget(CudaDevice device, int length)
    {
        device.Rent(length);
        device.Rent(length / 2);
        device.Rent(length / 4);
    }

    // The last launch's arguments hold their buffers until the next one's are put together.
    private static void CollectBuffers()
    {
        KernelArguments.Begin();
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

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

    private static void LaunchAddOne(CudaDevice device, BufferView view)
    {
        KernelArguments arguments = KernelArguments.Begin();
        arguments.Add(view);
        device.Launch(DialectKernels.AddOne, 1, arguments);
    }

    private static void LaunchAddOneNow(CudaDevice device, BufferView view)
    {
        KernelArguments arguments = KernelArguments.Begin();
        arguments.Add(view);
        device.RunNow(DialectKernels.AddOne, 1, arguments);
    }

    private static void LaunchAffine(CudaDevice device, BufferView x, BufferView y, float scale)
    {
        KernelArguments arguments = KernelArguments.Begin();
        arguments.Add(x);
        arguments.Add(y);
        arguments.AddStruct(new Pair { Scale = scale, Shift = 0.5f });
        arguments.Add(0.25f);
        device.Launch(DialectKernels.Affine, (y.Length + 255) / 256, arguments);
    }
}
