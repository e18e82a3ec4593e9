namespace GanFromScratch.Engine.Devices.Simt;

/// <summary>The traits of a device that kernels depend on.</summary>
/// <param name="IsProcessor">A CPU behind OpenCL: groups of one item that loop, instead of thousands of items side by side.</param>
/// <param name="ComputeUnits">Cores of a processor, multiprocessors of a GPU.</param>
internal readonly record struct SimtTraits(bool IsProcessor, int ComputeUnits);
