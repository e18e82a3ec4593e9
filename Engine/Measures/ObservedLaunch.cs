namespace GanFromScratch.Engine.Measures;

/// <summary>A launch (or a copy from host to device) as recorded by a <see cref="LaunchObserver"/>.</summary>
/// <param name="Kernel">The kernel with its type arguments.</param>
/// <param name="Op">The op that launched it: in the backward pass the one whose gradient it computes; launches outside of any op have a
/// name of their own.</param>
/// <param name="IsBackward">Whether it computes a gradient.</param>
/// <param name="Phase">The phase in which it ran.</param>
/// <param name="Call">All launches of one call of an op have the same number.</param>
/// <param name="Start">When it began, in ticks of <see cref="System.Diagnostics.Stopwatch"/>.</param>
/// <param name="End">When it had ended.</param>
/// <param name="Bytes">Of all its operands, each counted once; 0 if unknown.</param>
/// <param name="Flops">Floating-point operations, where the kernel's contract counts them; else 0.</param>
public readonly record struct ObservedLaunch(
    string Kernel, string Op, bool IsBackward, string Phase, int Call, long Start, long End, long Bytes, double Flops);

/// <summary>A period of time that <see cref="LaunchObserver.Begin"/> named.</summary>
public readonly record struct ObservedPhase(string Name, long Start, long End);
