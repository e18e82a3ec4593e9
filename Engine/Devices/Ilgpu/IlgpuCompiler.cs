using System.Text;
using System.Text.RegularExpressions;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Simt;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using CompiledKernel = ILGPU.Backends.CompiledKernel;

namespace GanFromScratch.Engine.Devices.Ilgpu;

/// <summary>
/// ILGPU as a compiler only: a kernel's C# method in, PTX or OpenCL C out. It needs neither driver nor GPU. The device loads, launches
/// and records the text in the same way as the translator's text.
/// </summary>
/// <param name="target">The target, which the text depends on.</param>
/// <param name="create">Makes ILGPU's code generator.</param>
/// <param name="hook">Modifies each compilation, if there is one.</param>
/// <param name="write">Compiles, and returns the text for the driver.</param>
internal sealed partial class IlgpuCompiler(
    string target, Func<Context, Backend> create, IBackendHook? hook, Func<CompiledKernel, string> write)
{
    // Compute capabilities that ILGPU supports, newest first. A newer GPU runs the PTX of an older one.
    private static readonly int[] Architectures = [90, 89, 87, 86, 80, 75, 72, 70, 62, 61, 60, 53, 52, 50];

    private static readonly string Version = typeof(Context).Assembly.GetName().Version!.ToString();

    private readonly Lock gate = new();
    private (Context Context, Backend Backend)? tools;

    /// <summary>Everything that the text depends on besides the kernel.</summary>
    public string Identity { get; } = $"ILGPU {Version} {target}";

    /// <summary>For NVIDIA's GPUs.</summary>
    /// <param name="architecture">Compute capability without the point, 86 for 8.6.</param>
    /// <param name="driver">The newest CUDA version that the driver supports.</param>
    public static IlgpuCompiler Ptx(int architecture, Version driver)
    {
        var installed = CudaDriverVersion.FromMajorMinor(driver.Major, driver.Minor);
        foreach (int candidate in Architectures.Where(a => a <= architecture))
        {
            CudaArchitecture known = CudaDevice.GetArchitecture(candidate / 10, candidate % 10);
            if (CudaAccelerator.TryGetInstructionSet(known, installed, out _, out CudaInstructionSet instructions))
                return new IlgpuCompiler(
                    $"PTX {instructions} {known}", c => new PTXBackend(c, new CudaCapabilityContext(known), known, instructions, null),
                    hook: null, WritePtx);
        }

        throw new ArgumentException(
            $"ILGPU makes no PTX for compute capability {architecture / 10}.{architecture % 10} and a driver of CUDA {driver}.",
            nameof(architecture));
    }

    /// <summary>For OpenCL devices with the generic address space.</summary>
    public static IlgpuCompiler OpenCl() => new(
        "OpenCL C",
        c => new CLBackend(
            c,
            new CLCapabilityContext(float16: false, float64: false, genericAddressSpace: true, int64_Atomics: false, subGroups: false),
            CLDeviceVendor.Other,
            CLBackend.MinimumVersion),
        new LowerUnorderedCompares(),
        WriteOpenCl);

    /// <summary>The kernel's text; from <paramref name="cache"/> if an earlier run stored it there.</summary>
    /// <param name="program">The kernel.</param>
    /// <param name="cache">The cache of texts.</param>
    /// <param name="compiling">Called before it is compiled.</param>
    /// <exception cref="KernelCompileException">ILGPU rejects it.</exception>
    public KernelCode Code(KernelProgram program, ProgramCache cache, Action compiling)
    {
        byte[] key = ProgramCache.Key(
            Identity,
            program.Method.ToString()!,
            string.Join(
                '\n',
                program.TypeArguments.Append(program.Method.DeclaringType!).Append(typeof(IlgpuCompiler)).Select(
                    t => $"{t.AssemblyQualifiedName} {t.Module.ModuleVersionId}")));
        if (cache.Find(key) is byte[] stored && Encoding.UTF8.GetString(stored).Split('\n', 2) is [string name, string text])
            return new KernelCode(name, text, null);
        compiling();
        KernelCode code = Compile(program);
        cache.Store(key, Encoding.UTF8.GetBytes($"{code.EntryPoint}\n{code.Text}"));
        return code;
    }

    /// <summary>Compiles a kernel.</summary>
    /// <exception cref="KernelCompileException">ILGPU rejects it.</exception>
    public KernelCode Compile(KernelProgram program)
    {
        lock (gate)
        {
            tools ??= Start();
            try
            {
                var entry = EntryPointDescription.FromExplicitlyGroupedKernel(program.Method);
                Backend backend = tools.Value.Backend;
                CompiledKernel compiled = hook == null
                    ? backend.Compile(entry, KernelSpecialization.Empty)
                    : backend.Compile(entry, KernelSpecialization.Empty, hook);
                return new KernelCode(compiled.Name, write(compiled), null);
            }
            catch (Exception error) when (
                error is InternalCompilerException or NotSupportedException or CapabilityNotSupportedException or AggregateException)
            {
                // After a rejected kernel ILGPU's remaining state makes it reject the kernels that follow.
                tools.Value.Backend.Dispose();
                tools.Value.Context.Dispose();
                tools = null;
                throw new KernelCompileException(
                    $"The kernel {program} does not compile through ILGPU: {error.GetBaseException().Message} The compiler c takes the "
                    + $"translator's text instead.");
            }
        }
    }

    private (Context Context, Backend Backend) Start()
    {
        Context context = IlgpuContext.Create();
        return (context, create(context));
    }

    // With .rn a driver keeps the two roundings of a product and a sum, as on every other device; without it, it may fuse them.
    private static string WritePtx(CompiledKernel kernel) => Unrounded().Replace(((PTXCompiledKernel)kernel).PTXAssembly, "$1.rn.f32");

    private static string WriteOpenCl(CompiledKernel kernel) => $"#pragma OPENCL FP_CONTRACT OFF\n{((CLCompiledKernel)kernel).Source}";

    [GeneratedRegex(@"\b(add|sub|mul)\.f32\b")]
    private static partial Regex Unrounded();
}
