using System.CommandLine;
using BenchmarkDotNet.Running;
using GanFromScratch.Benchmarks.Commands;
using GanFromScratch.Benchmarks.Suites;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Output;

namespace GanFromScratch.Benchmarks;

/// <summary>
/// Measures. <c>peak</c> says what the machine can do, <c>matmul</c>, <c>conv2d</c> and <c>step</c> what the engine makes of it,
/// <c>profile</c> where a step's time goes, <c>roofline</c> how near kernels come to the peaks, <c>peers</c> what torch takes for the same;
/// <c>suite</c> runs the BenchmarkDotNet suite; <c>kernels</c> lists, shows and times kernels, <c>gradcheck</c> shows an op's gradients
/// beside finite differences. Exit codes as in Gan: 0 done, 2 a mistake in what the user gave.
/// </summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        if (args is ["suite", .. string[] rest])
        {
            BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(rest, SuiteConfig.Create());
            return 0;
        }

        ParseResult parsed = CreateRoot().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (string error in parsed.Errors.Select(e => e.Message).Distinct())
                ErrorLine.Write(error);
            return 2;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (InputException e)
        {
            ErrorLine.Write(e.Message);
            return 2;
        }
    }

    /// <summary>All verbs but <c>suite</c>, whose options are BenchmarkDotNet's.</summary>
    internal static RootCommand CreateRoot() => new(
        "The laboratory: lists, shows, checks and times kernels and training steps. 'suite' runs the BenchmarkDotNet suite (suite --filter "
        + "'*', or a part of it: suite --filter "
        + "'*cpu*MatMul*').")
    {
        PeakCommand.Create(),
        MatMulCommand.Create(),
        Conv2dCommand.Create(),
        StepCommand.Create(),
        ProfileCommand.Create(),
        RooflineCommand.Create(),
        PeersCommand.Create(),
        KernelsCommand.Create(),
        GradCheckCommand.Create(),
    };
}
