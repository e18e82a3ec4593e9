using System.Globalization;
using ILGPU.Algorithms;
using ILGPU.Backends.OpenCL;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using Hardware = ILGPU.Runtime.Device;

namespace GanFromScratch.Engine.Devices.Ilgpu;

/// <summary>ILGPU's accelerators by name: <c>ilgpu-cpu</c>, and by number <c>ilgpu-cuda</c>, <c>ilgpu-cuda:1</c>, … and <c>ilgpu-opencl</c>, ….</summary>
internal static class IlgpuCatalog
{
    public const string Cpu = "ilgpu-cpu", Cuda = "ilgpu-cuda", OpenCl = "ilgpu-opencl";

    // Items of a group are threads. The warps are of NVIDIA's size; nothing here depends on it.
    private const int WarpSize = 32, GroupSize = 256;

    /// <summary>Every device that ILGPU finds, usable or not; where it finds none of a kind, one entry that says so.</summary>
    public static IReadOnlyList<DeviceCatalog.Entry> List()
    {
        using Context context = Create();
        return
        [
            new(Cpu, CpuDescription, null),
            .. ListOrAbsence(Cuda, "NVIDIA GPU", "ILGPU finds no CUDA device", [.. context.GetCudaDevices()]),
            .. ListOrAbsence(OpenCl, "OpenCL", "ILGPU finds no OpenCL device", [.. context.GetCLDevices()]),
        ];
    }

    /// <exception cref="InputException">It is not there, or it cannot be used.</exception>
    public static IlgpuDevice Open(string kind, int number)
    {
        Context context = Create();
        try
        {
            if (kind == Cpu)
                return new IlgpuDevice(Cpu, CpuDescription, context, context.CreateCPUAccelerator(0));
            Hardware[] devices = kind == Cuda ? [.. context.GetCudaDevices()] : [.. context.GetCLDevices()];
            string name = NameOf(kind, number);
            if (number >= devices.Length)
                throw new InputException($"There is no device '{name}': ILGPU finds {(devices.Length == 0 ? "none of this kind" : string.Join(", ", devices.Select((_, i) => NameOf(kind, i))))}.");
            return Refusal(devices[number]) is string reason
                ? throw new InputException($"The device '{name}' ({devices[number].Name}) cannot be used: {reason}.")
                : new IlgpuDevice(name, Describe(devices[number]), context, devices[number].CreateAccelerator(context));
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    /// <summary>A context that knows this machine's devices, those that cannot be used too, and what kernels here ask of ILGPU.</summary>
    internal static Context Create() => Context.Create(builder =>
        IlgpuMath.Register(builder
            .CPU(new CPUDevice(WarpSize, GroupSize / WarpSize, 1))
            .Cuda(_ => true)
            .OpenCL(_ => true)
            .Optimize(OptimizationLevel.O2)
            .EnableAlgorithms()));

    private static string CpuDescription => $"ILGPU's accelerator for debuggers: kernels as C#, {GroupSize} threads";

    private static IEnumerable<DeviceCatalog.Entry> ListOrAbsence(string kind, string description, string absence, Hardware[] devices) => devices.Length == 0
        ? [new(kind, description, absence)]
        : devices.Select((d, i) => new DeviceCatalog.Entry(NameOf(kind, i), Describe(d), Refusal(d)));

    private static string NameOf(string kind, int number) => number == 0 ? kind : string.Create(CultureInfo.InvariantCulture, $"{kind}:{number}");

    private static string Describe(Hardware device) => $"{device.Name.Trim()}, through ILGPU";

    // The filter that ILGPU has by default, in words.
    private static string? Refusal(Hardware device) => device switch
    {
        CLDevice cl when cl.CLStdVersion < CLBackend.MinimumVersion => $"ILGPU needs OpenCL C {CLBackend.MinimumVersion}, and its driver has {cl.CLStdVersion}",
        CLDevice { Capabilities.GenericAddressSpace: false } => "ILGPU needs OpenCL's generic address space, which its driver does not offer",
        _ when device.MaxNumThreadsPerGroup < GroupSize => $"groups here have {GroupSize} items, and it takes {device.MaxNumThreadsPerGroup}",
        _ => null,
    };
}
