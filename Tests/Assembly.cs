global using NUnit.Framework;

// Fixtures run side by side, as many as there are cores. Those that use the folder or the console of the whole process run alone.
[assembly: Parallelizable(ParallelScope.Fixtures)]
