using System.CommandLine;
using BenchmarkDotNet.Running;
using GanFromScratch.Benchmarks.Commands;
using GanFromScratch.Benchmarks.Suites;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Output;

namespace GanFromScratch.Benchmarks;

/// <summary>
/// Benchmarks. <c>peak</c> measures the machine's peaks; <c>matmul</c>, <c>conv2d</c> and <c>step</c> the engine's performance;
/// <c>profile</c> breaks down a step's time; <c>roofline</c> compares kernels with the peaks; <c>peers</c> times torch for the same work;
/// <c>suite</c> runs the BenchmarkDotNet suite; <c>kernels</c> lists, shows and times kernels; <c>gradcheck</c> compares an op's gradients
/// with finite differences. Exit codes as in Gan: 0 done, 2 invalid input from the user.
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

        ParseResult parsed = Root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            ErrorLine.Write(CommandMistake.Sentence(parsed, nameof(Benchmarks)));
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

    /// <summary>All verbs except <c>suite</c>, whose options are BenchmarkDotNet's.</summary>
    internal static RootCommand Root { get; } = new(
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
