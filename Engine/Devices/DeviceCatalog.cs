using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Cuda;
using GanFromScratch.Engine.Devices.Reference;

namespace GanFromScratch.Engine.Devices;

/// <summary>Finds devices by name and lists those there are.</summary>
public static class DeviceCatalog
{
    /// <summary>One device as found on this machine; <paramref name="Refused"/> says why it cannot be used, if it cannot.</summary>
    public sealed record Entry(string Name, string Description, string? Refused);

    /// <summary>
    /// Opens <c>auto</c> (a GPU by CUDA if there is one, else the processor), <c>cuda</c> or <c>cuda:1</c>, <c>cpu</c>, or <c>reference</c> (the plain loops in double precision that define every
    /// kernel: slow, for study and for tests).
    /// </summary>
    /// <param name="name">The device's name.</param>
    /// <param name="threads">Threads of the CPU device; 0 for one per core.</param>
    /// <exception cref="InputException">No such device.</exception>
    public static Device Open(string name, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(name);
        string known = name.ToLowerInvariant();
        if (known == "auto")
            known = CudaCatalog.FirstUsable ?? "cpu";
        return known switch
        {
            "cpu" => new CpuDevice(threads),
            _ when CudaCatalog.IsName(known) => CudaCatalog.Open(known),
            "reference" => new ReferenceDevice(),
            _ => throw new InputException($"Unknown device '{name}': expected auto, {string.Join(", ", List().Select(d => d.Name))}; 'devices' lists what this machine has."),
        };
    }

    public static IReadOnlyList<Entry> List() =>
    [
        new("cpu", CpuDevice.Describe(Environment.ProcessorCount), null),
        new("reference", ReferenceDevice.DescriptionText, null),
        .. CudaCatalog.List(),
    ];
}
