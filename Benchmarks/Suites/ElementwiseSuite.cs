using BenchmarkDotNet.Attributes;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.Elementwise.Formulas;

namespace GanFromScratch.Benchmarks.Suites;

/// <summary>Memory-bound kernels on a layer's activations (64×1024) and on something larger than the caches.</summary>
[MemoryDiagnoser]
public class ElementwiseSuite
{
    private CpuDevice? device;
    private TensorScope? scope;
    private Tensor? x, y, sum;

    [Params(64 * 1024, 16 << 20)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        device = new CpuDevice();
        scope = new TensorScope();
        using var random = new RandomSource(device, seed: 1);
        x = random.Normal([Length]);
        y = Tensor.Zeros(device, [Length]);
        sum = Tensor.Zeros(device, [1]);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        scope?.Dispose();
        device?.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void Copy() => Unary.Run(x!.View, y!.View, default(Identity));

    [Benchmark]
    public void LeakyRelu() => Unary.Run(x!.View, y!.View, new LeakyRelu(0.2f));

    [Benchmark]
    public void Tanh() => Unary.Run(x!.View, y!.View, default(Tanh));

    [Benchmark]
    public void Add() => Binary.RunSameShape(x!.View, y!.View, y.View, default(Add));

    [Benchmark]
    public void Sum() => new Reduce(1, Length, 1).Run<SumReduction>(x!.View, sum!.View);
}
