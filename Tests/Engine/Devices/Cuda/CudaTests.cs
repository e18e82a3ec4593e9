using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cuda;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Simt;
using GanFromScratch.Tests.Simt;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Devices.Cuda;

/// <summary>The first GPU, if there is one: kernels written by hand, compiled by NVRTC and run.</summary>
public class CudaTests
{
    private Device device = null!;

    private SimtDevice Gpu => (SimtDevice)device;

    [SetUp]
    public void OpenDevice()
    {
        DeviceCatalog.Entry first = CudaCatalog.List().First();
        if (first.Refused != null)
            Assert.Ignore($"No CUDA here: {first.Refused}");
        device = DeviceCatalog.Open("cuda");
    }

    [TearDown]
    public void CloseDevice() => device?.Dispose();

    [Test]
    public void Views_structs_and_numbers_arrive()
    {
        float[] x = Numbers.Uniform(1000);
        BufferView input = View(x), output = View(new float[1000]);
        Launch(DialectKernels.Affine, 2, a =>
        {
            a.Add(input.Slice(100, 300));
            a.Add(output.Slice(7, 300));
            a.AddStruct(new Pair { Scale = 2, Shift = 0.5f });
            a.Add(0.25f);
        });
        float[] y = Read(output);
        for (int i = 0; i < y.Length; i++)
            Assert.That(y[i], Is.EqualTo(i is >= 7 and < 307 ? (2 * x[i + 93]) + 0.5f + 0.25f : 0), $"element {i}");
        Launch(DialectKernels.Missing, 5, a =>
        {
            a.Add((BufferView?)null);
            a.Add(output);
        });
        Assert.That(Read(output)[..3], Is.EqualTo(new float[] { 1, 5, 32 }));
    }

    [Test]
    public void Functions_give_the_values_of_Csharp_the_exact_ones_bit_by_bit()
    {
        float[] x = Numbers.Uniform(1000, -10, 10, seed: 1), y = Numbers.Uniform(1000, 0.1, 3, seed: 2);
        BufferView first = View(x), second = View(y), results = View(new float[1000 * DialectKernels.FunctionValues.Length]);
        Launch(DialectKernels.Functions, 16, a =>
        {
            a.Add(first);
            a.Add(second);
            a.Add(results);
        });
        float[] z = Read(results);
        for (int f = 0; f < DialectKernels.FunctionValues.Length; f++)
        {
            (string name, Func<float, float, float> value) = DialectKernels.FunctionValues[f];
            for (int i = 0; i < 1000; i++)
            {
                float expected = value(x[i], y[i]), actual = z[(f * 1000) + i];
                if (f < DialectKernels.ExactFunctions)
                    Assert.That(actual, Is.EqualTo(expected), $"{name} of {x[i]:R} and {y[i]:R}");
                else
                    Assert.That(actual, Is.EqualTo(expected).Within(1e-6 * Math.Max(1, Math.Abs(expected))), $"{name} of {x[i]:R} and {y[i]:R}");
            }
        }
    }

    [Test]
    public void Groups_share_memory_and_the_last_one_sees_what_all_have_written()
    {
        float[] x = [.. Enumerable.Range(0, 10_000).Select(i => (float)(i % 7))];
        BufferView input = View(x), parts = View(new float[40]), counter = View(new float[1]), output = View(new float[1]);
        Launch(DialectKernels.Sum, 40, a =>
        {
            a.Add(input);
            a.Add(parts);
            a.Add(counter);
            a.Add(output);
        });
        Assert.That(Read(output)[0], Is.EqualTo(x.Sum()));
    }

    [Test]
    public void Four_floats_are_read_and_written_from_anywhere([Values(0, 1, 4, 6)] int from, [Values(0, 3, 8)] int to)
    {
        float[] x = Numbers.Uniform(100);
        BufferView input = View(x), output = View(new float[100]);
        Launch(DialectKernels.Vectors, 20, a =>
        {
            a.Add(input.Slice(from, 80));
            a.Add(output.Slice(to, 80));
        });
        float[] y = Read(output);
        for (int i = 0; i < y.Length; i++)
            Assert.That(y[i], Is.EqualTo(i >= to && i < to + 80 ? x[i - to + from] + ((i - to) % 4) : 0), $"element {i}");
    }

    [Test]
    public void Bits_are_kept()
    {
        BufferView input = View([1.5f]), output = View(new float[5]);
        Launch(DialectKernels.Bits, 1, a =>
        {
            a.Add(input);
            a.Add(output);
        });
        Assert.That(Read(output), Is.EqualTo(new[] { float.NaN, float.NegativeInfinity, MathF.BitIncrement(1.5f), 5, (uint)((0xD2511F53ul * 0xCD9E8D57ul) >> 32) }));
    }

    [Test]
    public void Copies_of_any_size_arrive_whole([Values(1, 262_144, 262_145, 3_000_000)] int length)
    {
        float[] values = Numbers.Uniform(length);
        Assert.That(Read(View(values)), Is.EqualTo(values));
    }

    [Test]
    public void A_recorded_step_replays_with_what_is_in_memory_then()
    {
        string? notice = null;
        Gpu.Notice += (_, e) => notice = e.Message;
        BufferView view = View(new float[1000]);
        using (StepGraph graph = StepGraph.Capture(device, () =>
        {
            for (int i = 0; i < 10; i++)
                Launch(DialectKernels.AddOne, 4, a => a.Add(view));
        }))
        {
            Assert.That(Read(view), Is.All.Zero);
            graph.Replay();
            graph.Replay();
            Assert.That(Read(view), Is.All.EqualTo(20));
            device.Upload([.. Enumerable.Repeat(100f, 1000)], view);
            graph.Replay();
            Assert.That(Read(view), Is.All.EqualTo(110));
        }

        Assert.That(notice, Is.Null, "the driver made no graph of it");
    }

    [Test]
    public void A_measured_time_is_one()
    {
        BufferView view = View(new float[1 << 20]);
        Launch(DialectKernels.AddOne, 4, a => a.Add(view));
        double seconds = Gpu.Measure(() => Launch(DialectKernels.AddOne, 4, a => a.Add(view)));
        Assert.That(seconds, Is.GreaterThan(1e-6).And.LessThan(1));
    }

    [Test]
    public void A_mistake_in_a_kernel_is_told_with_its_line()
    {
        KernelProgram wrong = DialectKernels.Register("wrong_kernel", 1, "$kernel wrong_kernel(int n)\n{\n    mistake;\n}\n");
        Assert.That(() => Launch(wrong, 1, a => a.Add(1)), Throws.InstanceOf<KernelCompileException>()
            .With.Message.Contains("identifier \"mistake\" is undefined [Tests/Engine/Simt/DialectKernels.cs:103]"));
    }

    [Test]
    public void A_full_memory_is_told()
    {
        List<DeviceBuffer> held = [];
        Assert.That(
            () =>
            {
                for (int i = 0; i < 1000; i++)
                    held.Add(device.Rent(1 << 28));
            },
            Throws.InstanceOf<InputException>().With.Message.Contains("GiB more were asked for"));
        held.ForEach(b => b.Release());
    }

    private void Launch(KernelProgram program, int groups, Action<KernelArguments> fill)
    {
        KernelArguments arguments = KernelArguments.Begin();
        fill(arguments);
        Gpu.Launch(program, groups, arguments);
    }

    private BufferView View(float[] values)
    {
        var view = new BufferView(device.Rent(values.Length), 0, values.Length);
        device.Upload(values, view);
        return view;
    }

    private float[] Read(BufferView view)
    {
        float[] values = new float[view.Length];
        device.Download(view, values);
        return values;
    }
}
