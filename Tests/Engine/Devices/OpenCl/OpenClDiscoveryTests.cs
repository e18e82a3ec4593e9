using GanFromScratch.Engine.Devices.OpenCl;

namespace GanFromScratch.Tests.Engine.Devices.OpenCl;

public class OpenClDiscoveryTests
{
    private static readonly OpenClDeviceInfo Good = new()
    {
        PlatformName = "P",
        Name = "GPU",
        Version = "OpenCL 1.2 CUDA",
        Profile = "FULL_PROFILE",
        Type = OpenClLibrary.TypeGpu,
        ComputeUnits = 20,
        MaxGroupSize = 1024,
        MemoryBytes = 8_000_000_000,
        IsLittleEndian = true,
        IsAvailable = true,
        HasCompiler = true,
    };

    [TestCase("OpenCL 1.2", null)]
    [TestCase("OpenCL 2.0 AMD-APP (3513.0)", null)]
    [TestCase("OpenCL 3.0 PoCL HSTR: pthread", null)]
    [TestCase("OpenCL 1.1 Mesa", "it offers OpenCL 1.1, and 1.2 is needed")]
    [TestCase("OpenCL 1.0", "it offers OpenCL 1.0, and 1.2 is needed")]
    [TestCase("", "its driver reports the version '', which cannot be parsed")]
    [TestCase("OpenCL 99999999999.0", "its driver reports the version 'OpenCL 99999999999.0', which cannot be parsed")]
    public void A_version_is_understood_or_refused(string version, string? reason) =>
        Assert.That((Good with { Version = version }).Refusal(), Is.EqualTo(reason));

    [Test]
    public void Each_lack_has_its_reason() => Assert.Multiple(() =>
    {
        Assert.That(Good.Refusal(), Is.Null);
        Assert.That((Good with { IsAvailable = false }).Refusal(), Does.Contain("unavailable"));
        Assert.That((Good with { HasCompiler = false }).Refusal(), Does.Contain("no compiler"));
        Assert.That((Good with { IsLittleEndian = false }).Refusal(), Does.Contain("big-endian"));
        Assert.That((Good with { Profile = "EMBEDDED_PROFILE" }).Refusal(), Does.Contain("embedded"));
        Assert.That((Good with { MaxGroupSize = 128 }).Refusal(), Is.EqualTo("its groups hold at most 128 items, and 256 are needed"));
        Assert.That(new OpenClDeviceInfo { Failure = "its driver is broken" }.Refusal(), Is.EqualTo("its driver is broken"));
        Assert.That(new OpenClDeviceInfo { PlatformName = "P", Failure = "x" }.Description, Is.EqualTo("unknown device (P)"));
        Assert.That(Good.Description, Is.EqualTo("GPU, 20 compute units, 8.0 GB, OpenCL 1.2 (P)"));
    });

    [Test]
    public void What_can_be_used_comes_first_and_GPUs_before_processors()
    {
        OpenClDeviceInfo processor = Good with
        {
            Name = "CPU",
            Type = OpenClLibrary.TypeCpu,
        }, other = Good with { Name = "FPGA", Type = 8 };
        OpenClDeviceInfo old = Good with { Name = "old GPU", Version = "OpenCL 1.1" }, second = Good with { Name = "second GPU" };
        Assert.That(OpenClDiscovery.InOrder([old, other, processor, Good, second]).Select(d => d.Name),
            Is.EqualTo(new[] { "GPU", "second GPU", "CPU", "FPGA", "old GPU" }));
    }
}
