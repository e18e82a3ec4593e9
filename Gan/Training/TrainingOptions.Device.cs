using GanFromScratch.Engine.Devices;

namespace GanFromScratch.Gan.Training;

/// <content>Where a run computes.</content>
public sealed partial record TrainingOptions
{
    public string Device { get; init; } = "auto";

    /// <summary>What compiles the kernels for cuda and opencl: ilgpu, c, or auto for the device's own choice.</summary>
    public string Compiler { get; init; } = "auto";

    /// <summary>Threads of the CPU device, 0 for one per core. Results do not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>The widest vectors of the CPU device in bits; 0 for the processor's widest. Results differ in the last bits.</summary>
    public int Simd { get; init; }

    /// <summary>The device.</summary>
    /// <exception cref="Engine.InputException">There is none of this name.</exception>
    public Device OpenDevice() => DeviceCatalog.Open(Device, Threads, Compiler, Simd);
}
