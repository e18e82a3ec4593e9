using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace GanFromScratch.Benchmarks.Suites;

/// <summary>
/// The suite's configuration: it runs in this process, because building a separate program for each case would take minutes and give the
/// same results; names are not truncated.
/// </summary>
internal static class SuiteConfig
{
    private const int Widest = 160;

    public static IConfig Create() => DefaultConfig.Instance
        .WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(Widest))
        .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).AsMutator());
}
