using System.Runtime.CompilerServices;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels;
using GanFromScratch.Engine.Simt;
using GanFromScratch.Layers;

namespace GanFromScratch.Benchmarks.Lab;

/// <summary>Finds kernel families and kernels by name.</summary>
internal static class KernelFamilies
{
    private const string ClassEnding = "Simt";

    /// <summary>Every family that the engine declares, by name. New ones are found automatically.</summary>
    public static IReadOnlyList<KernelFamily> All { get; } =
    [
        .. typeof(KernelFamily).Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(KernelFamily)))
            .Select(t => (KernelFamily)Activator.CreateInstance(t)!)
            .OrderBy(f => f.Name, StringComparer.Ordinal),
    ];

    /// <summary>Every kernel by family and place, including those declared in Layers.</summary>
    public static IReadOnlyList<KernelSource> Kernels
    {
        get
        {
            // An assembly registers its kernels on load.
            RuntimeHelpers.RunModuleConstructor(typeof(Module).Module.ModuleHandle);
            return KernelUnits.Kernels;
        }
    }

    /// <summary>
    /// The name of a family as <c>kernels</c> lists it, from <c>matmul</c>, <c>batch-norm</c>, or the class as it stands in the source,
    /// <c>MatMulSimt</c>.
    /// </summary>
    /// <exception cref="InputException">There is none of that name.</exception>
    public static string Find(string text)
    {
        string wanted = Plain(text);
        return All.FirstOrDefault(f => Plain(f.Name) == wanted)?.Name
            ?? Kernels.FirstOrDefault(k => Plain(k.Family) == wanted || Plain(k.ClassName) == wanted)?.Family
            ?? throw new InputException($"There is no family of kernels '{text}'; 'kernels list' names them all.");
    }

    /// <summary>The families' names, those of kernels that belong to no family included.</summary>
    public static IEnumerable<string> Names =>
        All.Select(f => f.Name).Concat(Kernels.Select(k => k.Family)).Distinct().Order(StringComparer.Ordinal);

    /// <summary>The versions of a family, each with the kernels that it launches for some of the family's examples.</summary>
    public static IEnumerable<(CaseVersion Version, IReadOnlyList<KernelSource> Kernels)> Versions(KernelFamily family) =>
        family.Examples.SelectMany(e => family.Cases(e.Shape)).SelectMany(c => c.Versions.Select(v => (Version: v, Work: c)))
            .Where(p => Fits(p.Work, p.Version))
            .GroupBy(p => (p.Version.ForProcessors, p.Version.Number))
            .OrderBy(g => g.Key)
            .Select(g => (g.First().Version, (IReadOnlyList<KernelSource>)[
                .. g.SelectMany(p => LaunchedBy(p.Work, p.Version)).Distinct()]));

    /// <summary>The kernels that a version launches for the operands of a case, in order.</summary>
    public static IReadOnlyList<KernelSource> LaunchedBy(KernelCase work, CaseVersion version)
    {
        using var device = new ListingDevice(version.ForProcessors);
        using var operands = new PlacedOperands(work, device);
        return [.. device.LaunchesOf(() => version.Launch(device, operands.Views)).Select(l => l.Program.Kernel).Distinct()];
    }

    /// <summary>Whether a version is valid for the operands of a case.</summary>
    public static bool Fits(KernelCase work, CaseVersion version) => Ask(work, version, version.Fits);

    /// <summary>Whether a version is the one that the engine launches for the operands of a case, on a device of its kind.</summary>
    public static bool IsChosen(KernelCase work, CaseVersion version) => Ask(work, version, version.IsChosen);

    private static bool Ask(KernelCase work, CaseVersion version, Func<BufferView[], SimtTraits, bool> question)
    {
        using var device = new ListingDevice(version.ForProcessors);
        using var operands = new PlacedOperands(work, device);
        return question(operands.Views, device.Traits);
    }

    private static string Plain(string name)
    {
        string plain = name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
        return plain.EndsWith(ClassEnding, StringComparison.OrdinalIgnoreCase) && plain.Length > ClassEnding.Length
            ? plain[..^ClassEnding.Length]
            : plain;
    }
}
