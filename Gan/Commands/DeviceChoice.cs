using System.CommandLine;
using GanFromScratch.Engine.Devices;

namespace GanFromScratch.Gan.Commands;

/// <summary>The device and compiler options of a command that computes.</summary>
/// <param name="byDefault">The device if none is named.</param>
internal sealed class DeviceChoice(string byDefault)
{
    public Option<string> Device { get; } = new("--device")
    {
        Description = "auto, or a device that Gan's 'devices' lists: cpu, cuda, cuda:1, opencl, …",
        HelpName = "NAME",
        DefaultValueFactory = _ => byDefault,
    };

    public Option<string> Compiler { get; } = new("--compiler")
    {
        Description =
            "What compiles the kernels for cuda and opencl: ilgpu, c (the translator's C), or auto for what 'devices' names first",
        HelpName = "NAME",
        DefaultValueFactory = _ => "auto",
    };

    public string DeviceOf(ParseResult parsed) => parsed.GetValue(Device)!;

    public string CompilerOf(ParseResult parsed) => parsed.GetValue(Compiler)!;

    /// <exception cref="Engine.InputException">No such device, or the compiler cannot serve it.</exception>
    public Device Open(ParseResult parsed, int threads = 0) => DeviceCatalog.Open(DeviceOf(parsed), threads, CompilerOf(parsed));
}
