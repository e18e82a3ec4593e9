using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;

namespace GanFromScratch.Engine.Kernels;

/// <summary>
/// A kernel with its operands, ready to run on any device: sizes, buffers and formula in one struct, with a face for each kind of device.
/// The reference and SIMD faces are methods; the SIMT face is a list of versions, of which the dispatcher takes the best that fits.
/// <see cref="KernelDispatch.Run"/> is the one place where the kind of device is asked for.
/// </summary>
internal interface IKernelLaunch<TSelf>
    where TSelf : struct, IKernelLaunch<TSelf>
{
    /// <summary>The family, as <c>kernels</c> lists it.</summary>
    static abstract string Family { get; }

    /// <summary>The versions for GPUs: groups of many items with shared memory.</summary>
    static abstract KernelVersions<TSelf> Gpu { get; }

    /// <summary>The versions for a processor behind OpenCL: groups of one item that loops.</summary>
    static abstract KernelVersions<TSelf> Processor { get; }

    /// <summary>Where the operands lie.</summary>
    Device Device { get; }

    /// <summary>Floating-point operations, a multiplication and an addition counted as two; 0 for kernels bound by memory.</summary>
    double Flops => 0;

    /// <summary>Runs the reference face.</summary>
    void OnReference();

    /// <summary>Launches the SIMD face.</summary>
    void OnCpu(CpuDevice device);
}
