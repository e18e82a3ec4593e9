using GanFromScratch.Benchmarks;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Benchmarks;

/// <summary>Command lines of the program Benchmarks.</summary>
public abstract class BenchmarkCommandLine : ProgramFixture
{
    protected static (int Code, string Output, string Errors) Benchmarks(params string[] arguments) => Call(Program.Main, arguments);

    /// <summary>A command line that works.</summary>
    protected static string Run(params string[] arguments) => Succeed(Benchmarks(arguments));

    protected static void Mistake(string arguments, string sentence) => Refuse(Benchmarks(arguments), sentence);

    protected static void Mistake(string[] arguments, string sentence) => Refuse(Benchmarks(arguments), sentence);
}
