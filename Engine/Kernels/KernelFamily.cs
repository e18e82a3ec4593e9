namespace GanFromScratch.Engine.Kernels;

/// <summary>
/// The description of a family of kernels: its formula, and its cases. Lists, timings, the roofline and the parity tests find families
/// automatically and iterate over their cases, so the kernels listed and timed are the kernels launched.
/// </summary>
internal abstract class KernelFamily
{
    /// <summary>The name of the contract: <c>MatMul</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The formula that it computes.</summary>
    public abstract string Formula { get; }

    /// <summary>
    /// Operations for each element of the largest operand, for cases that count bytes because they are memory-bound: an addition, a
    /// multiplication, a comparison and a call of exp, log, tanh or a root count one each.
    /// </summary>
    public abstract double OperationsPerElement { get; }

    /// <summary>Representative sizes, each with the reason.</summary>
    public abstract IReadOnlyList<KernelExample> Examples { get; }

    /// <summary>The family's cases at a size.</summary>
    public abstract IEnumerable<KernelCase> Cases(CaseShape shape);
}

/// <summary>Sizes at which a kernel is measured.</summary>
/// <param name="Shape">Rows, columns and, for products and convolutions, a third number.</param>
/// <param name="Reason">Why this size: a model's layer, or one that fills any device.</param>
internal sealed record KernelExample(CaseShape Shape, string Reason);
