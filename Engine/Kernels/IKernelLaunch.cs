using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;

namespace GanFromScratch.Engine.Kernels;

/// <summary>
/// A kernel with its operands, ready to run on any device: sizes, buffers and formula in one struct, with one implementation per kind of
/// device. The reference and SIMD implementations are methods; the SIMT one is a list of versions, from which the dispatcher takes the
/// best that fits. Only <see cref="KernelDispatch.Run"/> checks the kind of device.
/// </summary>
internal interface IKernelLaunch<TSelf>
    where TSelf : struct, IKernelLaunch<TSelf>
{
    /// <summary>The family's name, as <c>kernels</c> lists it.</summary>
    static abstract string Family { get; }

    /// <summary>The versions for GPUs: groups of many items with shared memory.</summary>
    static abstract KernelVersions<TSelf> Gpu { get; }

    /// <summary>The versions for a processor behind OpenCL: groups of one item that loops.</summary>
    static abstract KernelVersions<TSelf> Processor { get; }

    /// <summary>The device that holds the operands.</summary>
    Device Device { get; }

    /// <summary>Floating-point operations, a multiplication and an addition counted as two; 0 for memory-bound kernels.</summary>
    double Flops => 0;

    /// <summary>Runs the reference implementation.</summary>
    void OnReference();

    /// <summary>Launches the SIMD implementation.</summary>
    void OnCpu(CpuDevice device);
}
