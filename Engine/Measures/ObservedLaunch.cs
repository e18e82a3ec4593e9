namespace GanFromScratch.Engine.Measures;

/// <summary>A launch (or a copy from host to device) as a <see cref="LaunchObserver"/> saw it.</summary>
/// <param name="Kernel">The kernel with its type arguments.</param>
/// <param name="Op">The op that launched it: on the way back the one whose gradient it computes; what belongs to no op goes by a name of
/// its own.</param>
/// <param name="IsBackward">Whether it computes a gradient.</param>
/// <param name="Phase">The phase in which it ran.</param>
/// <param name="Call">Launches of one call of an op have one number.</param>
/// <param name="Start">When it began, in ticks of <see cref="System.Diagnostics.Stopwatch"/>.</param>
/// <param name="End">When it had ended.</param>
/// <param name="Bytes">Of all its operands, each counted once; 0 if they are not known.</param>
/// <param name="Flops">Floating-point operations, where the kernel's contract counts them; else 0.</param>
public readonly record struct ObservedLaunch(
    string Kernel, string Op, bool IsBackward, string Phase, int Call, long Start, long End, long Bytes, double Flops);

/// <summary>A stretch of time that <see cref="LaunchObserver.Begin"/> named.</summary>
public readonly record struct ObservedPhase(string Name, long Start, long End);
