using System.Globalization;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Cuda;
using GanFromScratch.Engine.Devices.Ilgpu;
using GanFromScratch.Engine.Devices.OpenCl;
using GanFromScratch.Engine.Devices.Reference;

namespace GanFromScratch.Engine.Devices;

/// <summary>Finds devices by name and lists those there are.</summary>
public static class DeviceCatalog
{
    /// <summary>One device as found on this machine; <paramref name="Refused"/> says why it cannot be used, if it cannot.</summary>
    public sealed record Entry(string Name, string Description, string? Refused);

    /// <summary>
    /// Opens <c>auto</c> (a GPU if there is one, else the processor), <c>cpu</c>, <c>reference</c> (the plain loops in double precision
    /// that define every kernel: slow, for study and for tests), <c>cuda</c>, <c>cuda:1</c>, … (NVIDIA's GPUs), or <c>opencl</c>,
    /// <c>opencl:1</c>, … (what an OpenCL driver offers). ILGPU's own names are <c>ilgpu-cpu</c>, <c>ilgpu-cuda</c> and
    /// <c>ilgpu-opencl</c>.
    /// </summary>
    /// <param name="name">The device's name.</param>
    /// <param name="threads">Threads of the CPU device; 0 for one per core.</param>
    /// <exception cref="InputException">No such device.</exception>
    public static Device Open(string name, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(name);
        string kind = name.ToLowerInvariant();
        return kind switch
        {
            "auto" => OpenBest(threads),
            "cpu" => new CpuDevice(threads),
            "reference" => new ReferenceDevice(),
            _ when Number(kind, "cuda") is int gpu => CudaCatalog.Open(gpu),
            _ when Number(kind, "opencl") is int number => new OpenClDevice(number),
            IlgpuCatalog.Cpu => IlgpuCatalog.Open(IlgpuCatalog.Cpu, 0),
            _ when Number(kind, IlgpuCatalog.Cuda) is int gpu => IlgpuCatalog.Open(IlgpuCatalog.Cuda, gpu),
            _ when Number(kind, IlgpuCatalog.OpenCl) is int number => IlgpuCatalog.Open(IlgpuCatalog.OpenCl, number),
            _ => throw Unknown(name),
        };
    }

    public static IReadOnlyList<Entry> List() =>
    [
        new("cpu", CpuDevice.Describe(Environment.ProcessorCount), null),
        new("reference", ReferenceDevice.DescriptionText, null),
        .. OpenClDiscovery.Absence is string absence
            ? [new("opencl", "OpenCL", absence)]
            : OpenClDiscovery.Devices.Select((d, i) => new Entry(OpenClDiscovery.NameOf(i), d.Description, d.Refusal())),
        .. CudaCatalog.List(),
        .. IlgpuCatalog.List(),
    ];

    // A processor behind OpenCL is never the best: the SIMD kernels of cpu are made for it.
    private static Device OpenBest(int threads) =>
        CudaCatalog.FirstUsable is int gpu ? CudaCatalog.Open(gpu)
        : OpenClDiscovery.Devices is [{ IsGpu: true } first, ..] && first.Refusal() == null ? new OpenClDevice()
        : new CpuDevice(threads);

    /// <summary>The number in <c>kind:3</c>, 0 for <c>kind</c> alone; null if the name is not of this kind.</summary>
    private static int? Number(string name, string kind) =>
        name == kind ? 0
        : name.StartsWith(kind + ":", StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(kind.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
        : null;

    private static InputException Unknown(string name) => new(
        $"Unknown device '{name}': expected auto, {string.Join(", ", List().Where(d => d.Refused == null).Select(d => d.Name))}; 'devices' lists what this machine has.");
}
