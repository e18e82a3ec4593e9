using System.Runtime.CompilerServices;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Simt;
using GanFromScratch.Layers;

namespace GanFromScratch.Benchmarks.Lab;

/// <summary>Finds kernels by what a person calls them.</summary>
internal static class KernelFamilies
{
    private const string ClassEnding = "Simt";

    /// <summary>Every kernel by family, version and name, those that layers declare included.</summary>
    public static IReadOnlyList<KernelSource> Kernels
    {
        get
        {
            // An assembly registers its kernels when it is loaded.
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
        KernelSource? found = Kernels.FirstOrDefault(k => Plain(k.Family) == wanted || Plain(k.ClassName) == wanted);
        return found?.Family
            ?? throw new InputException(
                $"There is no family of kernels '{text}': expected one of {string.Join(", ", Kernels.Select(k => k.Family).Distinct())}.");
    }

    private static string Plain(string name)
    {
        string plain = name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
        return plain.EndsWith(ClassEnding, StringComparison.OrdinalIgnoreCase) && plain.Length > ClassEnding.Length
            ? plain[..^ClassEnding.Length]
            : plain;
    }
}
