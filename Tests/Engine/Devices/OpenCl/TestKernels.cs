using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Tests.Engine.Devices.OpenCl;

/// <summary>Kernels written as the translator writes them, so that the devices can be tested without it.</summary>
internal static class TestKernels
{
    private const string File = "Tests/Engine/Devices/OpenCl/TestKernels.cs";

    /// <summary>y = x · scale + z, where z may be missing.</summary>
    public static readonly KernelProgram Add = Program("Add",
        "$global float* x_base, int x_start, int x_length, $global float* z_base, int z_start, int z_length, $global float* y_base, int "
        + "y_start, int y_length, float scale",
        """
            int i = $global_index;
            if (i < y_length)
                y_base[y_start + i] = x_base[x_start + i] * scale + (i < z_length ? z_base[z_start + i] : 0.0f);
        """);

    /// <summary>x[i] += 1, slowly: a queue with some of these is busy for a while.</summary>
    public static readonly KernelProgram Slow = Program("Slow",
        "$global float* x_base, int x_start, int x_length, int turns",
        """
            int i = $global_index;
            float value = 0.0f;
            for (int t = 0; t < turns; t++)
                value = $sin(value + (float)t);
            if (i < x_length)
                x_base[x_start + i] += value > 2.0f ? value : 1.0f;
        """);

    /// <summary>y = a pair's second where its first word is set, else its third: what a struct argument carries.</summary>
    public static readonly KernelProgram Struct = Program("Struct",
        "$global float* y_base, int y_start, int y_length, TestKernels_Triple triple, $global uint* u_base, int u_start, int u_length",
        """
            int i = $global_index;
            if (i < y_length)
            {
                y_base[y_start + i] = triple.flag != 0 ? triple.a : triple.b;
                u_base[u_start + i] = 4000000000u + (uint)i;
            }
        """,
        "struct TestKernels_Triple_ { int flag; float a; float b; };\ntypedef struct TestKernels_Triple_ TestKernels_Triple;\n");

    public static readonly KernelProgram Wrong = Program(
        "Wrong", "$global float* y_base, int y_start, int y_length", "    y_base[0] = undeclared;\n");

    internal struct Triple
    {
        public bool Flag;
        public float A;
        public float B;
    }

    static TestKernels() => KernelType<Triple>.Register("TestKernels_Triple", 3, static (in Triple t, Span<uint> words) =>
    {
        words[0] = t.Flag ? 1u : 0u;
        words[1] = BitConverter.SingleToUInt32Bits(t.A);
        words[2] = BitConverter.SingleToUInt32Bits(t.B);
    });

    /// <summary>A kernel of 64 items a group whose line n stems from line 100 + n; each with a text of its own in the cache.</summary>
    public static KernelProgram Program(string name, string parameters, string body, string before = "")
    {
        string entry = $"TestKernels_{name}";
        string text = $"{before}$kernel {entry}({parameters})\n{{\n{body.TrimEnd('\n')}\n}}\n";
        string checkedText = $"{before}$kernel {entry}({parameters}, $global int* faults)\n{{\n"
            + "    if ((int)$global_index == y_length && atomic_cmpxchg((volatile __global int*)faults, 0, 142) == 0)\n    {\n        "
            + "faults[1] = $global_index;\n        faults[2] = y_length;\n    }\n"
            + $"{body.TrimEnd('\n')}\n}}\n";
        KernelUnits.Register(new KernelUnit(entry, text, checkedText, [], File, ["x", "y"], Lines(text), Lines(checkedText)));
        return new KernelProgram(new KernelSource("TestKernels", name, entry, 64, [], File, 100, ""));
    }

    /// <summary>Groups for <paramref name="items"/> items.</summary>
    public static int Groups(int items) => (items + 63) / 64;

    public static void RunAdd(DriverDevice device, BufferView x, BufferView? z, BufferView y, float scale)
    {
        KernelArguments arguments = KernelArguments.Begin();
        arguments.Add(x);
        arguments.Add(z);
        arguments.Add(y);
        arguments.Add(scale);
        device.Launch(Add, Groups(y.Length), arguments);
    }

    public static void RunSlow(DriverDevice device, BufferView x, int turns)
    {
        KernelArguments arguments = KernelArguments.Begin();
        arguments.Add(x);
        arguments.Add(turns);
        device.Launch(Slow, Groups(x.Length), arguments);
    }

    private static int[] Lines(string text) => [.. Enumerable.Range(101, text.Count(c => c == '\n'))];
}
