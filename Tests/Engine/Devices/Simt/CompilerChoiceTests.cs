using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices.OpenCl;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Tests.Engine.Devices.Simt;

public class CompilerChoiceTests
{
    private static readonly CompilerChoice Both = new(null, null), IlgpuAlone = new(null, "no NVRTC"),
    CAlone = new("no address space", null), None = new("too old", "too old");

    [Test]
    public void The_preferred_compiler_is_taken_where_it_serves_the_device() => Assert.Multiple(() =>
    {
        Assert.That(Both.Choose(null, "d", isChecked: false), Is.EqualTo(KernelCompiler.Ilgpu));
        Assert.That(IlgpuAlone.Choose(null, "d", isChecked: false), Is.EqualTo(KernelCompiler.Ilgpu));
        Assert.That(CAlone.Choose(null, "d", isChecked: false), Is.EqualTo(KernelCompiler.C));
        Assert.That(Both.Choose(KernelCompiler.C, "d", isChecked: false), Is.EqualTo(KernelCompiler.C));
        Assert.That((Both with { Preferred = KernelCompiler.C }).Choose(null, "d", isChecked: false), Is.EqualTo(KernelCompiler.C));
        Assert.That(
            (IlgpuAlone with { Preferred = KernelCompiler.C }).Choose(null, "d", isChecked: false), Is.EqualTo(KernelCompiler.Ilgpu));
        Assert.That(Both.Choose(null, "d", isChecked: true), Is.EqualTo(KernelCompiler.C), "indices are checked in the translator's C");
    });

    [Test]
    public void What_cannot_be_had_is_refused_in_one_sentence() => Assert.Multiple(() =>
    {
        Refused(None, null, false, "The device d cannot be used: too old.");
        Refused(new("a", "b"), null, false, "The device d cannot be used: ILGPU: a; C: b.");
        Refused(CAlone, KernelCompiler.Ilgpu, false, "The compiler ilgpu cannot serve the device d: no address space; --compiler c can.");
        Refused(IlgpuAlone, KernelCompiler.C, false, "The compiler c cannot serve the device d: no NVRTC; --compiler ilgpu can.");
        Refused(IlgpuAlone, null, true, "GAN_CHECKED=1 needs the compiler c, which cannot serve the device d: no NVRTC.");
        Refused(Both, KernelCompiler.Ilgpu, true,
            "GAN_CHECKED=1 checks indices in the translator's C, which ILGPU does not compile: leave out --compiler ilgpu, or unset "
            + "GAN_CHECKED.");
    });

    [TestCase("OpenCL 1.2 CUDA", false, "it needs OpenCL C 2.0, and the driver offers OpenCL 1.2")]
    [TestCase("OpenCL 3.0 PoCL 3.1", false, "it needs OpenCL's generic address space, which the driver does not offer")]
    [TestCase("OpenCL 3.0 PoCL 5.0", true, null)]
    [TestCase("OpenCL 2.1 AMD", true, null)]
    public void An_OpenCL_device_is_ILGPUs_if_it_has_the_generic_address_space(string version, bool generic, string? reason)
    {
        var device = new OpenClDeviceInfo
        {
            Version = version, HasGenericAddressSpace = generic, IsAvailable = true, HasCompiler = true, IsLittleEndian = true,
            Profile = "FULL_PROFILE", MaxGroupSize = 256,
        };
        Assert.That(device.Compilers, Is.EqualTo(new CompilerChoice(reason, null)));
        Assert.That(
            (device with { Type = OpenClLibrary.TypeCpu }).Compilers.Preferred, Is.EqualTo(KernelCompiler.C),
            "ILGPU takes a processor's vectors apart");
        Assert.That((device with { IsAvailable = false }).Compilers.Refused, Is.EqualTo("its driver reports it as unavailable"));
    }

    private static void Refused(CompilerChoice choice, KernelCompiler? asked, bool isChecked, string sentence) =>
        Assert.That(() => choice.Choose(asked, "d", isChecked), Throws.TypeOf<InputException>().With.Message.EqualTo(sentence));
}
