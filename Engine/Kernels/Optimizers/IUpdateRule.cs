using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Optimizers;

/// <summary>
/// An optimizer as a type, like formulas: the update of one parameter p with gradient g, given up to three numbers of state that are kept
/// from step to step. The loops over parameters are written once, in <see cref="ParameterUpdate"/>.
/// </summary>
/// <typeparam name="TSelf">The rule.</typeparam>
[KernelFormula]
public interface IUpdateRule<TSelf>
    where TSelf : unmanaged, IUpdateRule<TSelf>
{
    /// <summary>Whether the rule keeps state number <paramref name="index"/> (0, 1 or 2) with these settings.</summary>
    [HostOnly]
    bool Keeps(int index);

    /// <summary>Up to three numbers that are the same for all parameters of a step: bias corrections and the like.</summary>
    /// <param name="step">1 for the first step of these parameters.</param>
    [HostOnly]
    StepNumbers At(double step, double learningRate);

    /// <summary>The same numbers as a kernel works them out, in floats.</summary>
    StepFloats InFloats(float step, float learningRate);

    /// <summary>The same numbers in other arithmetic, of tensors above all: for updates that are part of a graph.</summary>
    [HostOnly]
    (V First, V Second, V Third) On<V>(V step, V learningRate)
        where V : IArithmetic<V>;

    /// <summary>One parameter's step. State that is not kept comes as 0 and is dropped.</summary>
    void Apply<V>(ref V p, V g, ref V s0, ref V s1, ref V s2, V first, V second, V third)
        where V : IArithmetic<V>;
}

/// <summary>What a rule works out once a step.</summary>
public readonly record struct StepNumbers(double First, double Second = 0, double Third = 0);

/// <summary>The same in a kernel.</summary>
public readonly record struct StepFloats(float First, float Second, float Third);
