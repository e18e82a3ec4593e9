using System.Diagnostics;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.OpenCl;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Tests.Engine.Devices.OpenCl;

public class OpenClDeviceTests : OpenClFixture
{
    [TestCase(0, 0)]
    [TestCase(0, 1)]
    [TestCase(3, 1)]
    [TestCase(1, 777)]
    [TestCase(5, OpenClStaging.SlotBytes / 4)]
    [TestCase(7, (OpenClStaging.SlotBytes / 4) + 1)]
    [TestCase(1, (OpenClStaging.SlotBytes / 4 * (OpenClStaging.Slots + 3)) - 1)]
    public void Copies_reach_their_place_and_no_other(int offset, int length)
    {
        BufferView all = View(offset + length + 3);
        float[] expected = [.. Enumerable.Repeat(-1f, all.Length)];
        Device.Upload(expected, all);
        float[] values = Numbers(length, 1);
        Device.Upload(values, all.Slice(offset, length));
        values.CopyTo(expected, offset);
        Assert.Multiple(() =>
        {
            Assert.That(Read(all), Is.EqualTo(expected));
            Assert.That(Read(all.Slice(offset, length)), Is.EqualTo(values));
        });
    }

    [Test]
    public void Words_keep_their_bits()
    {
        BufferView view = View(9, 2, 5);
        uint[] words = [0, 1, 0x7F800001, 0xFFFFFFFF, 0x80000000], back = new uint[5];
        Device.UploadWords(words, view);
        Device.DownloadWords(view, back);
        Assert.That(back, Is.EqualTo(words));
    }

    [Test]
    public void A_kernel_sees_views_at_offsets_and_a_missing_view_as_empty()
    {
        BufferView x = View(200, 7, 100), z = View(200, 13, 50), y = View(200, 1, 100);
        Device.Upload(Numbers(100), x);
        Device.Upload(Numbers(50, 1000), z);
        TestKernels.RunAdd(Device, x, z, y, 2);
        Assert.That(Read(y), Is.EqualTo(Enumerable.Range(0, 100).Select(i => (2f * i) + (i < 50 ? 1000 + i : 0))));
        TestKernels.RunAdd(Device, x, null, y, 3);
        Assert.That(Read(y), Is.EqualTo(Enumerable.Range(0, 100).Select(i => 3f * i)));
    }

    [TestCase(true, 1.5f)]
    [TestCase(false, -2.5f)]
    public void A_struct_is_one_argument(bool flag, float expected)
    {
        BufferView y = View(3), words = View(8, 4, 3);
        KernelArguments arguments = KernelArguments.Begin();
        arguments.Add(y);
        arguments.AddStruct(new TestKernels.Triple { Flag = flag, A = 1.5f, B = -2.5f });
        arguments.Add(words);
        Device.Launch(TestKernels.Struct, 1, arguments);
        uint[] back = new uint[3];
        Device.DownloadWords(words, back);
        Assert.Multiple(() =>
        {
            Assert.That(Read(y), Is.All.EqualTo(expected));
            Assert.That(back, Is.EqualTo(new[] { 4000000000u, 4000000001u, 4000000002u }));
        });
    }

    [Test]
    public void No_groups_no_launch()
    {
        TestKernels.RunAdd(Device, View(0), null, View(0), 1);
        Assert.That(Directory.EnumerateFiles(Folder.Path), Is.Empty, "nothing was compiled");
    }

    [Test]
    public void An_upload_does_not_wait_for_a_busy_queue_and_its_source_may_change_at_once()
    {
        BufferView busy = View(64), x = View(64), y = View(64), w = View(64);
        Device.Upload(new float[64], busy);
        TestKernels.RunSlow(Device, busy, 1);
        TestKernels.RunAdd(Device, x, null, y, 1);
        double slow = Device.Measure(() => TestKernels.RunSlow(Device, busy, 1_000_000));
        int turns = (int)(1_000_000 * Math.Max(1, 0.4 / slow));

        float[] source = Numbers(64);
        long start = Stopwatch.GetTimestamp();
        TestKernels.RunSlow(Device, busy, turns);
        Device.Upload(source, x);
        Array.Fill(source, -1);
        TestKernels.RunAdd(Device, x, null, y, 1);
        Device.Upload(source, x);
        Array.Fill(source, -2);
        TestKernels.RunAdd(Device, x, null, w, 1);
        double enqueued = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Device.Synchronize();
        double ended = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Assert.Multiple(() =>
        {
            Assert.That(Read(y), Is.EqualTo(Numbers(64)));
            Assert.That(Read(w), Is.All.EqualTo(-1));
            Assert.That(enqueued, Is.LessThan(ended / 2), "uploads and launches return while the slow kernel runs");
        });
    }

    [Test]
    public void Many_launches_need_no_waiting()
    {
        BufferView x = View(new float[64]), y = View(64), one = View([.. Enumerable.Repeat(1f, 64)]);
        const int launches = 20_000;
        for (int i = 0; i < launches; i += 2)
        {
            TestKernels.RunAdd(Device, x, one, y, 1);
            TestKernels.RunAdd(Device, y, one, x, 1);
        }

        Assert.That(Read(x), Is.All.EqualTo(launches));
    }

    [Test]
    public void Threads_may_launch_side_by_side()
    {
        BufferView one = View([.. Enumerable.Repeat(1f, 64)]);
        BufferView[] sums = [.. Enumerable.Range(0, 4).Select(_ => View(new float[64]))];
        Parallel.ForEach(sums, sum =>
        {
            for (int i = 0; i < 500; i++)
                TestKernels.RunAdd(Device, one, sum, sum, 2);
        });
        foreach (BufferView sum in sums)
            Assert.That(Read(sum), Is.All.EqualTo(1000));
    }

    [Test]
    public void A_recorded_step_gives_what_its_launches_give()
    {
        BufferView x = View(Numbers(100)), y = View(new float[100]), z = View(100);
        using var graph = StepGraph.Capture(Device, () =>
        {
            TestKernels.RunAdd(Device, x, y, z, 0.1f);
            TestKernels.RunAdd(Device, z, null, y, 0.7f);
        });
        Assert.Multiple(() =>
        {
            Assert.That(graph.Count, Is.EqualTo(2));
            Assert.That(Read(y), Is.All.Zero, "recording computes nothing");
        });
        for (int i = 0; i < 3; i++)
            graph.Replay();
        float[] replayed = Read(y);
        Device.Upload(new float[100], y);
        for (int i = 0; i < 3; i++)
        {
            TestKernels.RunAdd(Device, x, y, z, 0.1f);
            TestKernels.RunAdd(Device, z, null, y, 0.7f);
        }

        Assert.That(replayed, Is.EqualTo(Read(y)), "bit for bit");
    }

    [Test]
    public void What_only_the_recording_knows_is_kept_alive_by_it()
    {
        BufferView y = View(64);
        using StepGraph graph = Record(y);
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            graph.Replay();
        }

        Assert.That(Read(y), Is.All.EqualTo(5));

        // In a method of its own, so that nothing here keeps the buffer alive.
        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        StepGraph Record(BufferView y)
        {
            var x = new BufferView(Device.RentPersistent(64), 0, 64);
            Device.Upload([.. Enumerable.Repeat(5f, 64)], x);
            return StepGraph.Capture(Device, () => TestKernels.RunAdd(Device, x, null, y, 1));
        }
    }

    [Test]
    public void Dropped_memory_goes_back_to_the_driver()
    {
        long before = Device.AllocatedBytes;
        Drop();
        Assert.That(Device.AllocatedBytes, Is.GreaterThan(before));
        TestKernels.RunSlow(Device, View(64), 1);
        for (int i = 0; i < 10 && Device.AllocatedBytes > before + 1_000_000; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.That(Device.AllocatedBytes, Is.LessThan(before + 1_000_000));

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        void Drop() => TestKernels.RunSlow(Device, new BufferView(Device.Rent(1_000_000), 0, 1_000_000), 1);
    }

    [Test]
    public void A_tensor_of_another_device_is_refused()
    {
        using var cpu = new CpuDevice(1);
        var other = new BufferView(cpu.Rent(64), 0, 64);
        Assert.That(() => TestKernels.RunAdd(Device, other, null, View(64), 1), Throws.TypeOf<InputException>().With.Message.EqualTo(
            "A kernel on opencl was given a tensor on cpu; all operands of an op must be on one device."));
    }

    [Test]
    public void Too_much_memory_is_a_sentence_with_figures()
    {
        using OpenClDevice small = Open(new MemoryLimit(1_000_000, 500_000));
        DeviceBuffer[] held = [small.Rent(100_000), small.Rent(100_000)];
        Assert.Multiple(() =>
        {
            Assert.That(
                () => small.Rent(125_001),
                Throws.TypeOf<InputException>().With.Message.Contains("has no room for another").And.Message.Contains(
                    "one buffer may have at most 500.0 kB"));
            Assert.That(
                () => small.Rent(100_000),
                Throws.TypeOf<InputException>().With.Message.Contains("of 1.0 MB are in use here; use a smaller batch"));
            Assert.That(
                () => Device.Rent(int.MaxValue - 1_000_000_000), Throws.TypeOf<InputException>().With.Message.Contains("GB"),
                "more than PoCL gives in one buffer");
            Assert.That(new MemoryLimit(80_000_000_000, 20_000_000_000).Describe("opencl (X)", 30_000_000_000, 1_500_000), Is.EqualTo(
                "The memory of opencl (X) has no room for another 30.0 GB: 1.5 MB of 80.0 GB are in use here, and one buffer may have at "
                + "most 20.0 GB; use a smaller batch or model, or another device."));
        });
        GC.KeepAlive(held);
    }

    [Test]
    public void Before_memory_is_refused_what_was_dropped_is_collected()
    {
        using OpenClDevice small = Open(new MemoryLimit(1_000_000, 500_000));
        for (int i = 0; i < 20; i++)
            small.Rent(100_000);
        Assert.That(small.AllocatedBytes, Is.LessThanOrEqualTo(1_000_000));
    }

    [Test]
    public void Disposing_twice_is_harmless_and_afterwards_nothing_runs()
    {
        OpenClDevice device = Open();
        var x = new BufferView(device.Rent(64), 0, 64);
        StepGraph graph = StepGraph.Capture(device, () => TestKernels.RunSlow(device, x, 1));
        device.Dispose();
        device.Dispose();
        Assert.Multiple(() =>
        {
            Assert.That(() => device.Upload(new float[64], x), Throws.InstanceOf<ObjectDisposedException>());
            Assert.That(device.Synchronize, Throws.InstanceOf<ObjectDisposedException>());
            Assert.That(graph.Replay, Throws.InstanceOf<ObjectDisposedException>());
            Assert.That(graph.Dispose, Throws.Nothing);
        });
    }

    [Test]
    public void A_checked_launch_names_the_place()
    {
        using var device = new OpenClDevice(0, new ProgramCache(null)) { IsChecked = true };
        var x = new BufferView(device.Rent(64), 0, 64);
        var y = new BufferView(device.Rent(64), 0, 10);
        device.Upload(new float[64], x);
        InvalidOperationException fault = Assert.Throws<InvalidOperationException>(() => TestKernels.RunAdd(device, x, null, y, 1))!;
        Assert.That(fault.Message, Is.EqualTo(
            "The kernel TestKernelsSimt.Add took element 10 of 'x', which has 10 elements, at "
            + "Tests/Engine/Devices/OpenCl/TestKernels.cs:142."));
        Assert.That(() => TestKernels.RunAdd(device, x, null, x, 1), Throws.Nothing, "the next launch starts without faults");
        using var graph = StepGraph.Capture(device, () => TestKernels.RunAdd(device, x, null, y, 1));
        Assert.That(graph.Replay, Throws.InvalidOperationException.With.Message.Contains("element 10"));
    }
}
