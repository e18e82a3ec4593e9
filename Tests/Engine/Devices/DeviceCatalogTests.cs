using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Tests.Engine.Devices.OpenCl;

namespace GanFromScratch.Tests.Engine.Devices;

public class DeviceCatalogTests
{
    [Test]
    public void The_list_has_an_entry_for_OpenCL_whether_it_is_there_or_not()
    {
        IReadOnlyList<DeviceCatalog.Entry> list = DeviceCatalog.List();
        Assert.Multiple(() =>
        {
            Assert.That(list.Select(d => d.Name).Take(3), Is.EqualTo(new[] { "cpu", "reference", "opencl" }));
            Assert.That(list.Select(d => d.Name), Is.Unique);
            Assert.That(list, Has.None.Property("Description").Empty);
        });
    }

    [TestCase("abacus")]
    [TestCase("opencl:")]
    [TestCase("opencl:-1")]
    [TestCase("opencl:x")]
    [TestCase("opencl:99999999999")]
    [TestCase("openclx")]
    [TestCase("")]
    public void An_unknown_name_is_refused_with_those_there_are(string name) =>
        Assert.That(
            () => DeviceCatalog.Open(name),
            Throws.TypeOf<InputException>().With.Message.StartsWith($"Unknown device '{name}': expected auto, cpu, reference"));

    [TestCase("ilgpu-cuda")]
    [TestCase("ilgpu-opencl")]
    public void ILGPU_is_no_part_of_a_hardwares_name(string name) =>
        Assert.That(() => DeviceCatalog.Open(name), Throws.TypeOf<InputException>().With.Message.StartsWith($"Unknown device '{name}'"));

    [TestCase("cpu")]
    [TestCase("reference")]
    [TestCase("ilgpu-cpu")]
    public void A_device_without_compilers_takes_none(string name) =>
        Assert.That(
            () => DeviceCatalog.Open(name, compiler: "c"),
            Throws.TypeOf<InputException>().With.Message.StartsWith($"The device '{name}' has no compiler to choose"));

    [Test]
    public void An_unknown_compiler_is_refused_with_those_there_are() =>
        Assert.That(
            () => DeviceCatalog.Open("cpu", compiler: "gcc"),
            Throws.TypeOf<InputException>().With.Message.EqualTo("Unknown compiler 'gcc': expected auto, ilgpu or c."));

    [Test]
    public void The_debuggers_device_opens()
    {
        using Device device = DeviceCatalog.Open("ILGPU-CPU");
        Assert.That(
            (device.Name, device.Description),
            Is.EqualTo(("ilgpu-cpu", DeviceCatalog.List().Single(d => d.Name == "ilgpu-cpu").Description)));
    }

    [Test]
    public void A_number_too_high_is_refused_with_those_there_are()
    {
        OpenClFixture.RequireDevice();
        Assert.That(
            () => DeviceCatalog.Open("opencl:77"),
            Throws.TypeOf<InputException>().With.Message.StartsWith("There is no device 'opencl:77': this machine has opencl"));
    }

    [TestCase("opencl")]
    [TestCase("OpenCL:0")]
    public void The_first_OpenCL_device_opens_by_both_its_names(string name)
    {
        OpenClFixture.RequireDevice();
        using Device device = DeviceCatalog.Open(name);
        Assert.Multiple(() =>
        {
            Assert.That(device.Name, Is.EqualTo("opencl"));
            Assert.That(device.Description, Is.EqualTo(DeviceCatalog.List().First(d => d.Name == "opencl").Description));
        });
    }

    [Test]
    public void Auto_never_takes_a_processor_behind_OpenCL()
    {
        using Device device = DeviceCatalog.Open("auto", 1);
        Assert.That(device is CpuDevice or GanFromScratch.Engine.Devices.Simt.SimtDevice { Traits.IsProcessor: false }, Is.True);
    }
}
