using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.OpenCl;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Tests.Engine.Devices.OpenCl;

public class OpenClCompileTests : OpenClFixture
{
    [Test]
    public void The_second_device_finds_the_kernel_compiled()
    {
        Assert.That(Compile(), Is.EqualTo(new[] { "1: TestKernelsSimt.Add" }), "cold");
        Assert.That(Compile(), Is.Empty, "warm");
    }

    [Test]
    public void A_damaged_entry_is_compiled_anew()
    {
        Compile();
        string entry = Directory.EnumerateFiles(Folder.Path, "*.bin").Single();
        byte[] whole = File.ReadAllBytes(entry);
        byte[] flipped = [.. whole];
        flipped[^1] ^= 1;
        foreach (byte[] damaged in new[] { [], whole[..10], whole[..^1], flipped, [.. whole, 0] })
        {
            File.WriteAllBytes(entry, damaged);
            Assert.That(Compile(), Has.Length.EqualTo(1), $"{damaged.Length} of {whole.Length} bytes");
            Assert.That(Compile(), Is.Empty, "and is whole again");
        }
    }

    [Test]
    public void A_whole_entry_that_the_driver_does_not_take_is_compiled_anew()
    {
        Compile();
        string entry = Directory.EnumerateFiles(Folder.Path, "*.bin").Single();
        byte[] key = Convert.FromHexString(Path.GetFileNameWithoutExtension(entry));
        new ProgramCache(Folder.Path).Store(key, "not a program"u8);
        Assert.That(Compile(), Has.Length.EqualTo(1));
        Assert.That(Compile(), Is.Empty);
    }

    [Test]
    public void A_kernel_is_compiled_once_a_device()
    {
        int raised = 0;
        Device.Compiling += (_, _) => raised++;
        for (int i = 0; i < 3; i++)
            TestKernels.RunAdd(Device, View(64), null, View(64), 1);
        Assert.That(raised, Is.EqualTo(1));
    }

    [Test]
    public void An_error_names_the_line_of_the_source_and_keeps_the_text()
    {
        var arguments = GanFromScratch.Engine.Simt.KernelArguments.Begin();
        arguments.Add(View(64));
        string message = Assert.Throws<KernelCompileException>(() => Device.Launch(TestKernels.Wrong, 1, arguments))!.Message;
        string path = Path.Combine(Folder.Path, "failed-TestKernels_Wrong.opencl.c");
        Assert.Multiple(() =>
        {
            Assert.That(message, Does.StartWith("The kernel TestKernelsSimt.Wrong does not compile on opencl ("));
            Assert.That(message, Does.Match(@"undeclared identifier 'undeclared' \[Tests/Engine/Devices/OpenCl/TestKernels\.cs:103\]"));
            Assert.That(message, Does.Contain($"its source is in {path}"));
            Assert.That(File.ReadAllText(path), Does.Contain("__kernel").And.Contain("y_base[0] = undeclared;"));
        });
    }

    // Runs a kernel on a device of its own: what had to be compiled for it.
    private string[] Compile()
    {
        using OpenClDevice device = Open();
        var compiled = new List<string>();
        device.Compiling += (_, e) => compiled.Add($"{e.Count}: {e.Program}");
        var x = new BufferView(device.Rent(3), 0, 3);
        device.Upload([1, 2, 3], x);
        TestKernels.RunAdd(device, x, x, x, 2);
        float[] result = new float[3];
        device.Download(x, result);
        Assert.That(result, Is.EqualTo(new float[] { 3, 6, 9 }));
        return [.. compiled];
    }
}
