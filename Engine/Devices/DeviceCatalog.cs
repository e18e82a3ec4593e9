using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;

namespace GanFromScratch.Engine.Devices;

/// <summary>Finds devices by name and lists those there are.</summary>
public static class DeviceCatalog
{
    /// <summary>One device as found on this machine; <paramref name="Refused"/> says why it cannot be used, if it cannot.</summary>
    public sealed record Entry(string Name, string Description, string? Refused);

    /// <summary>
    /// Opens <c>auto</c> (the best there is), <c>cpu</c>, or <c>reference</c> (the plain loops in double precision that define every
    /// kernel: slow, for study and for tests).
    /// </summary>
    /// <param name="name">The device's name.</param>
    /// <param name="threads">Threads of the CPU device; 0 for one per core.</param>
    /// <exception cref="InputException">No such device.</exception>
    public static Device Open(string name, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.ToLowerInvariant() switch
        {
            "auto" or "cpu" => new CpuDevice(threads),
            "reference" => new ReferenceDevice(),
            _ => throw new InputException($"Unknown device '{name}': expected auto, {string.Join(", ", List().Select(d => d.Name))}; 'devices' lists what this machine has."),
        };
    }

    public static IReadOnlyList<Entry> List() =>
    [
        new("cpu", CpuDevice.Describe(Environment.ProcessorCount), null),
        new("reference", ReferenceDevice.DescriptionText, null),
    ];
}
