using System.Globalization;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Cuda;
using GanFromScratch.Engine.Devices.Ilgpu;
using GanFromScratch.Engine.Devices.OpenCl;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Devices;

/// <summary>Finds devices by name and lists them.</summary>
public static class DeviceCatalog
{
    /// <summary>One device as found on this machine; <paramref name="Refused"/> says why it cannot be used, if it cannot.</summary>
    public sealed record Entry(string Name, string Description, string? Refused)
    {
        /// <summary>For hardware behind a driver: each kernel compiler's support for it.</summary>
        public CompilerChoice? Compilers { get; init; }
    }

    /// <summary>
    /// Opens <c>auto</c> (a GPU if there is one, else the processor), <c>cpu</c>, <c>reference</c> (the plain loops in double precision
    /// that define every kernel: slow, for study and for tests), <c>cuda</c>, <c>cuda:1</c>, … (NVIDIA's GPUs), or <c>opencl</c>,
    /// <c>opencl:1</c>, … (what an OpenCL driver offers), or <c>ilgpu-cpu</c> (ILGPU's processor accelerator: kernels as C#, for a
    /// debugger).
    /// </summary>
    /// <param name="name">The device's name.</param>
    /// <param name="threads">Threads of the CPU device; 0 for one per core.</param>
    /// <param name="compiler">The compiler of the kernels of <c>cuda</c> and <c>opencl</c>: <c>ilgpu</c>, <c>c</c>, or <c>auto</c>: ILGPU
    /// for GPUs that it supports, else C.</param>
    /// <param name="simd">The widest vectors of the CPU device in bits; 0 for the processor's widest.</param>
    /// <exception cref="InputException">No such device, or the compiler cannot serve it.</exception>
    public static Device Open(string name, int threads = 0, string compiler = "auto", int simd = 0)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(compiler);
        string kind = name.ToLowerInvariant();
        KernelCompiler? asked = CompilerChoice.Parse(compiler);
        return kind switch
        {
            "auto" => OpenBest(threads, asked, simd),
            _ when Number(kind, "cuda") is int gpu => CudaCatalog.Open(gpu, asked),
            _ when Number(kind, "opencl") is int number => new OpenClDevice(number, asked),
            "cpu" or "reference" or IlgpuDevice.DeviceName when asked != null => throw new InputException(
                $"The device '{name}' has no compiler to choose: leave out --compiler, which is for cuda and opencl."),
            "cpu" => new CpuDevice(threads, simd),
            "reference" => new ReferenceDevice(),
            IlgpuDevice.DeviceName => new IlgpuDevice(),
            _ => throw Unknown(name),
        };
    }

    public static IReadOnlyList<Entry> List() =>
    [
        new("cpu", CpuDevice.Describe(Environment.ProcessorCount), null),
        new("reference", ReferenceDevice.DescriptionText, null),
        .. OpenClDiscovery.Absence is string absence
            ? [new("opencl", "OpenCL", absence)]
            : OpenClDiscovery.Devices.Select(
                (d, i) => new Entry(OpenClDiscovery.NameOf(i), d.Description, d.Compilers.Refused) { Compilers = d.Compilers }),
        .. CudaCatalog.List(),
        new(IlgpuDevice.DeviceName, IlgpuDevice.DescriptionText, null),
    ];

    // A processor behind OpenCL is never the best: the SIMD kernels of cpu are faster there.
    private static Device OpenBest(int threads, KernelCompiler? asked, int simd) =>
        CudaCatalog.FirstUsable(asked) is int gpu ? CudaCatalog.Open(gpu, asked)
        : OpenClDiscovery.Devices is [{ IsGpu: true } first, ..] && first.Compilers.Serves(asked) ? new OpenClDevice(0, asked)
        : new CpuDevice(threads, simd);

    /// <summary>The number in <c>kind:3</c>, 0 for <c>kind</c> alone; null if the name is not of this kind.</summary>
    private static int? Number(string name, string kind) =>
        name == kind ? 0
        : name.StartsWith(kind + ":", StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(kind.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
        : null;

    private static InputException Unknown(string name) => new(
        $"Unknown device '{name}': expected auto, {string.Join(", ", List().Where(d => d.Refused == null).Select(d => d.Name))}; 'devices' "
        + $"lists what this machine has.");
}
