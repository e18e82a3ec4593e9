using GanFromScratch.Engine.Measures;

namespace GanFromScratch.Gan.Profiling;

/// <summary>One step as it was observed; times in ticks of <see cref="System.Diagnostics.Stopwatch"/>.</summary>
public sealed record ProfiledStep(long Start, long End, IReadOnlyList<ObservedPhase> Phases, IReadOnlyList<ObservedLaunch> Launches);
