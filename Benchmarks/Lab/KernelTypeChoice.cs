using GanFromScratch.Engine;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Benchmarks.Lab;

/// <summary>Chooses type arguments for generic kernels: those requested by name where they fit, else a default.</summary>
internal sealed class KernelTypeChoice
{
    // The first type that fits a type parameter is its default; these are the most illustrative ones or those that the GAN uses.
    private static readonly string[] Usual = [
        "Tanh", "BinaryCrossEntropy", "Multiply", "AdamRule", "SumReduction", "NormalDistribution", "Tile4", "Nearest", "Panel32",
        "RowByRow", "Chains12"];

    private readonly string[] asked;

    /// <exception cref="InputException">A name fits none of the kernels.</exception>
    public KernelTypeChoice(IReadOnlyList<KernelSource> kernels, string[] asked)
    {
        this.asked = asked;
        var parameters = kernels.SelectMany(k => k.TypeParameters.Zip(k.Constraints)).Distinct().ToList();
        if (asked.Length > 0 && parameters.Count == 0)
            throw new InputException($"{kernels[0].Family} has no type parameter in what was asked for; leave out --formula.");
        foreach (string name in asked)
        {
            if (!parameters.Any(p => Named(p.Second, name) != null))
                throw new InputException(
                    $"--formula: '{name}' fits no type parameter; "
                    + $"{string.Join("; ", parameters.Select(p => $"{p.First} takes {Names(p.Second)}"))}.");
        }
    }

    /// <summary>The kernel with a type for each of its parameters.</summary>
    public KernelProgram Program(KernelSource kernel) => new(kernel, [.. kernel.Constraints.Select(Choose)]);

    private Type Choose(string constraint) =>
        asked.Concat(Usual).Select(name => Named(constraint, name)).FirstOrDefault(t => t != null)







                                    ?? (
                                        KernelTypes.Fitting(constraint) is [Type first, ..] ? first : throw new InvalidOperationException(
                                            $"No struct is registered that implements {constraint}."));

    private static Type? Named(string constraint, string name) =>
        KernelTypes.Fitting(constraint).FirstOrDefault(t => t.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static string Names(string constraint) => string.Join(", ", KernelTypes.Fitting(constraint).Select(t => t.Name));
}
