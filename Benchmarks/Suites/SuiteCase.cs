using GanFromScratch.Benchmarks.Lab;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels;
using GanFromScratch.Gan.Models;

namespace GanFromScratch.Benchmarks.Suites;

/// <summary>One version of a kernel at a model's shape, on a device.</summary>
public sealed class SuiteCase
{
    private const int Batch = 64;
    private static readonly string[] Models = ["mlp", "dcgan"];

    private SuiteCase(string device, string compiler, PresetCase preset, CaseVersion? version)
    {
        DeviceName = device;
        Compiler = compiler;
        Preset = preset;
        Version = version;
    }

    /// <summary>
    /// For each fast device and each compiler that supports it: the version that the engine launches there, and each version intended for
    /// such a device.
    /// </summary>
    public static IReadOnlyList<SuiteCase> All { get; } =
        [
            .. DeviceCatalog.List()
                .Where(d => d.Refused == null && d.Name != "reference" && !d.Name.StartsWith("ilgpu", StringComparison.Ordinal))
                .SelectMany(d => CompilersOf(d).SelectMany(c => On(d.Name, c)))];

    /// <summary>As after <c>--device</c>.</summary>
    public string DeviceName { get; }

    /// <summary>As after <c>--compiler</c>.</summary>
    public string Compiler { get; }

    internal PresetCase Preset { get; }

    /// <summary>null for the engine's choice.</summary>
    internal CaseVersion? Version { get; }

    public override string ToString() =>
        $"{DeviceName}{(Compiler == "auto" ? "" : $" {Compiler}")} {Version?.Name ?? "chosen"}: {Preset}";

    private static string[] CompilersOf(DeviceCatalog.Entry device) => device.Compilers is CompilerChoice choice
        ? [.. new[] { KernelCompiler.Ilgpu, KernelCompiler.C }.Where(c => choice.Serves(c)).Select(CompilerChoice.NameOf)]
        : ["auto"];

    internal static IEnumerable<SuiteCase> On(string name, string compiler = "auto")
    {
        using Device device = DeviceCatalog.Open(name, compiler: compiler);
        List<SuiteCase> cases = [];
        foreach (PresetCase preset in Models.SelectMany(m => PresetCases.Largest(GanModel.Catalog.Find(m), Batch)))
        {
            cases.Add(new SuiteCase(name, compiler, preset, null));
            if (device is not SimtDevice simt)
                continue;
            using var operands = new PlacedOperands(preset.Work, simt);
            cases.AddRange(preset.Work.Versions
                .Where(v => v.ForProcessors == simt.Traits.IsProcessor && v.Fits(operands.Views, simt.Traits))
                .Select(v => new SuiteCase(name, compiler, preset, v)));
        }

        return cases;
    }
}

/// <summary>A case on its device, ready to be launched.</summary>
internal sealed class SuiteBench : IDisposable
{
    private readonly SuiteCase work;
    private readonly KernelBench bench;
    private readonly PlacedOperands operands;

    public SuiteBench(SuiteCase work)
    {
        this.work = work;
        Device = DeviceCatalog.Open(work.DeviceName, compiler: work.Compiler);
        bench = new KernelBench(Device, seconds: 0, limit: 0);
        operands = new PlacedOperands(work.Preset.Work, Device);
    }

    public Device Device { get; }

    /// <summary>Launches it once, checks the result against the reference, and returns what launches it again.</summary>
    public Action Ready() => bench.Ready(work.Preset.Work, work.Version, operands);

    public void Dispose()
    {
        operands.Dispose();
        bench.Dispose();
        Device.Dispose();
    }
}
