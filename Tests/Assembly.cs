global using NUnit.Framework;

// Fixtures run side by side, as many as there are cores. What belongs to the whole process, its folder and its console, is for one at a time.
[assembly: Parallelizable(ParallelScope.Fixtures)]
