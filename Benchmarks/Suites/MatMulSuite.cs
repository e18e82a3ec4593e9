using BenchmarkDotNet.Attributes;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels;

namespace GanFromScratch.Benchmarks.Suites;

/// <summary>The matrix product at the shapes that the mlp model needs most time for, and at one square.</summary>
[MemoryDiagnoser]
public class MatMulSuite
{
    private CpuDevice? device;
    private TensorScope? scope;
    private Tensor? a, b, c;

    public static IEnumerable<MatMul> Products =>
    [
        new(64, 1024, 512, TransposeB: true), // generator's fourth layer, forward
        new(64, 512, 1024), // the gradient of its input
        new(1024, 512, 64, TransposeA: true, Accumulate: true), // the gradient of its weights
        new(64, 784, 1024, TransposeB: true), // generator's last layer
        new(64, 512, 784, TransposeB: true), // discriminator's first layer
        new(1024, 1024, 1024),
    ];

    [ParamsSource(nameof(Products))]
    public MatMul Product { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        device = new CpuDevice();
        scope = new TensorScope();
        using var random = new RandomSource(device, seed: 1);
        a = random.Uniform([Product.M * Product.K], -1, 1);
        b = random.Uniform([Product.K * Product.N], -1, 1);
        c = Tensor.Zeros(device, [Product.M * Product.N]);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        scope?.Dispose();
        device?.Dispose();
    }

    [Benchmark]
    public void Simd()
    {
        Product.Run(a!.View, b!.View, c!.View);
        device!.Synchronize();
    }
}
