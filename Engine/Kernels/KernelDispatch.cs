using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Kernels;

/// <summary>
/// Runs a kernel on the device that holds its operands: the only place that checks the kind of device, and the kind of SIMT device.
/// </summary>
internal static class KernelDispatch
{
    public static void Run<TLaunch>(in TLaunch launch)
        where TLaunch : struct, IKernelLaunch<TLaunch>
    {
        Device device = launch.Device;
        int before = device.Observer?.Launches.Count ?? 0;
        switch (device)
        {
            case CpuDevice cpu:
                launch.OnCpu(cpu);
                break;
            case ReferenceDevice reference:
                reference.Launch(launch);
                break;
            case SimtDevice simt:
                Versions<TLaunch>(simt.Traits).Best(launch, simt.Traits).Launch(simt, launch);
                break;
            default:
                throw new InvalidOperationException($"{TLaunch.Family} has no face for the device {device.Name}.");
        }

        if (launch.Flops > 0)
            device.Observer?.Credit(before, launch.Flops);
    }

    /// <summary>The versions of a kernel for that kind of device.</summary>
    public static KernelVersions<TLaunch> Versions<TLaunch>(SimtTraits traits)
        where TLaunch : struct, IKernelLaunch<TLaunch> =>
        traits.IsProcessor ? TLaunch.Processor : TLaunch.Gpu;
}
