namespace GanFromScratch.Engine.Kernels;

/// <summary>
/// A family of kernels as it describes itself: what it computes, and cases of it. Lists, timings, the roofline and the parity tests find
/// families by themselves and walk their cases, so that what is listed and timed is what is launched.
/// </summary>
internal abstract class KernelFamily
{
    /// <summary>The name of the contract: <c>MatMul</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What it computes, as a formula.</summary>
    public abstract string Formula { get; }

    /// <summary>
    /// Operations for each element of the largest operand, where cases count bytes because memory is the limit: an addition, a
    /// multiplication, a comparison and a call of exp, log, tanh or a root count one each.
    /// </summary>
    public abstract double OperationsPerElement { get; }

    /// <summary>Sizes that mean something, each with the reason.</summary>
    public abstract IReadOnlyList<KernelExample> Examples { get; }

    /// <summary>The family's cases at a size.</summary>
    public abstract IEnumerable<KernelCase> Cases(CaseShape shape);
}

/// <summary>Sizes at which a kernel is looked at.</summary>
/// <param name="Shape">Rows, columns and, for products and convolutions, a third number.</param>
/// <param name="Reason">Why this size: a model's layer, or one that fills any device.</param>
internal sealed record KernelExample(CaseShape Shape, string Reason);
