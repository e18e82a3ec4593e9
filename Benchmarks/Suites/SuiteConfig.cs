using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace GanFromScratch.Benchmarks.Suites;

/// <summary>
/// How the suite runs: in this process, since a program of its own for each case would be built for minutes and do the same; and with names
/// that are not cut.
/// </summary>
internal static class SuiteConfig
{
    private const int Widest = 160;

    public static IConfig Create() => DefaultConfig.Instance
        .WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(Widest))
        .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).AsMutator());
}
