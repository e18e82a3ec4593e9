using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Simt;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Simt;

/// <summary>Every word of the dialects means the same on every device, and what it means in C#.</summary>
[TestFixture("opencl")]
[TestFixture("cuda")]
public class DialectKernelTests(string device) : SimtDeviceFixture
{
    protected override string DeviceName => device;

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
                    Assert.That(
                        actual, Is.EqualTo(expected).Within(1e-6 * Math.Max(1, Math.Abs(expected))), $"{name} of {x[i]:R} and {y[i]:R}");
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
        Assert.That(
            Read(output),
            Is.EqualTo(
                new[] { float.NaN, float.NegativeInfinity, MathF.BitIncrement(1.5f), 5, (uint)((0xD2511F53ul * 0xCD9E8D57ul) >> 32) }));
    }

    [Test]
    public void Copies_of_any_size_arrive_whole([Values(1, 262_144, 262_145, 3_000_000)] int length)
    {
        float[] values = Numbers.Uniform(length);
        Assert.That(Read(View(values)), Is.EqualTo(values));
    }

    [Test]
    public void A_measured_time_is_one()
    {
        BufferView view = View(new float[1 << 20]);
        Launch(DialectKernels.AddOne, 4, a => a.Add(view));
        double seconds = Device.Measure(() => Launch(DialectKernels.AddOne, 4, a => a.Add(view)));
        Assert.That(seconds, Is.GreaterThan(1e-6).And.LessThan(1));
    }

    [Test]
    public void A_mistake_in_a_kernel_is_told_with_its_line()
    {
        KernelProgram wrong = DialectKernels.Register("wrong_kernel", 1, "$kernel wrong_kernel(int n)\n{\n    mistake;\n}\n");
        Assert.That(() => Launch(wrong, 1, a => a.Add(1)), Throws.InstanceOf<KernelCompileException>()
            .With.Message.Contains("mistake").And.Message.Contains("[Tests/Engine/Simt/DialectKernels.cs:103]"));
    }
}
