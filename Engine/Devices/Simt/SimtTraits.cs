namespace GanFromScratch.Engine.Devices.Simt;

/// <summary>What a kernel wants to know of the device it will run on.</summary>
/// <param name="IsProcessor">A CPU behind OpenCL: groups of one item that loop, instead of thousands of items side by side.</param>
/// <param name="ComputeUnits">Cores of a processor, multiprocessors of a GPU.</param>
internal readonly record struct SimtTraits(bool IsProcessor, int ComputeUnits);
