using BenchmarkDotNet.Attributes;

namespace GanFromScratch.Benchmarks.Suites;

/// <summary>
/// Every version of the kernels at the shapes of the models' training steps, on every fast device of this machine. Each is checked against
/// the reference before it is timed. To select by device, version, model, layer or kernel: <c>suite --filter '*cpu*MatMul*'</c>.
/// </summary>
[MemoryDiagnoser]
public class KernelSuite : IDisposable
{
    private SuiteBench? bench;
    private Action launch = static () => { };

    public static IEnumerable<SuiteCase> Cases => SuiteCase.All;

    [ParamsSource(nameof(Cases))]
    public SuiteCase? Case { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        bench = new SuiteBench(Case!);
        launch = bench.Ready();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        bench?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public void Launch()
    {
        launch();
        bench!.Device.Synchronize();
    }
}
