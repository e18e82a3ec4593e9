using System.CommandLine;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;

namespace GanFromScratch.Gan.Commands;

/// <summary>The device, compiler and thread options of a command that computes.</summary>
/// <param name="byDefault">The device if none is named.</param>
internal sealed class DeviceChoice(string byDefault)
{
    private const int MostThreads = 1024;

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

    public Option<string> Threads { get; } = new("--threads")
    {
        Description = "Threads of the CPU device, 0 for one per core; results do not depend on it",
        HelpName = "N",
        DefaultValueFactory = _ => "0",
    };

    public string DeviceOf(ParseResult parsed) => parsed.GetValue(Device)!;

    public string CompilerOf(ParseResult parsed) => parsed.GetValue(Compiler)!;

    /// <exception cref="InputException">The number is out of its range.</exception>
    public int ThreadsOf(ParseResult parsed)
    {
        int threads = OptionValue.Whole(Threads, parsed.GetValue(Threads)!);
        return threads is >= 0 and <= MostThreads
            ? threads
            : throw new InputException($"--threads: expected 0 (one per core) to {MostThreads}, got {threads}.");
    }

    /// <param name="threads">Those of a command with an option of its own for them.</param>
    /// <exception cref="InputException">No such device, or the compiler cannot serve it.</exception>
    public Device Open(ParseResult parsed, int? threads = null) =>
        DeviceCatalog.Open(DeviceOf(parsed), threads ?? ThreadsOf(parsed), CompilerOf(parsed));
}
