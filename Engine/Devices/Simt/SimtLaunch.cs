using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Devices.Simt;

/// <summary>A launch of a recorded step, with arguments of its own.</summary>
internal sealed class SimtLaunch(DriverDevice device, KernelProgram program, int groups, KernelArguments arguments) : RecordedLaunch
{
    public KernelProgram Program { get; } = program;

    public int Groups { get; } = groups;

    public KernelArguments Arguments { get; } = arguments;

    public override void Run() => device.RunNow(Program, Groups, Arguments);
}
